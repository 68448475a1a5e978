-- For mod_magnet: sends down.html, which is beside this script, if the application does not answer.
-- An answer of the application has fields of its own, and stays as it is. The error page that
-- lighttpd has made by itself has only its Content-Type.
local status = lighty.r.req_item.http_status
if status == 500 then
    status = 503 -- lighttpd's word for an application that has ended during the request
elseif status ~= 502 and status ~= 503 and status ~= 504 then
    return 0
end
local fields = lighty.r.resp_header
for name in pairs(fields) do
    if name ~= "Content-Type" then
        return 0
    end
end
fields["Cache-Control"] = "no-store"
fields["Retry-After"] = "10"
local page = debug.getinfo(1, "S").source:match("^@?(.*/)[^/]*$") .. "down.html"
if lighty.stat(page) then
    fields["Content-Type"] = "text/html; charset=utf-8"
    lighty.r.resp_body:set({ { filename = page } })
end
return status
