-- For mod_magnet: refuses a request with an underscore in a field name. FastCGI writes "-" as "_",
-- so the application would read Sec_Fetch_Site as Sec-Fetch-Site.
for name in pairs(lighty.r.req_header) do
    if name:find("_", 1, true) then
        return 400
    end
end
