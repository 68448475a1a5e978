-- For mod_magnet: refuses a request with a field name that has an underscore. FastCGI writes "-" as "_", so the application
-- would take Sec_Fetch_Site for Sec-Fetch-Site. Apache leaves such fields out by itself.
for name in pairs(lighty.r.req_header) do
    if name:find("_", 1, true) then
        return 400
    end
end
