-- For mod_magnet: says how a static file may be kept, in the answers that have the file or confirm
-- a copy of it. Other answers, such as a 404, must not be kept for a year. mod_expire and
-- mod_setenv cannot tell: the first one adds nothing to a 304, the second one its field to a 404
-- too.
local status = lighty.r.req_item.http_status
if status ~= 200 and status ~= 206 and status ~= 304 then
    return 0
end
local fields = lighty.r.resp_header
fields["Cache-Control"] = "public, max-age=31536000, immutable"
-- The types of lighttpd_coded.lua. The field belongs to all answers for the file, in whatever
-- coding (RFC 9110, sections 12.5.5 and 15.4.5).
local kind = fields["Content-Type"] or ""
if kind:find("^text/") or kind:find("^image/svg%+xml") or kind:find("^application/json")
        or kind:find("^application/manifest%+json") then
    fields["Vary"] = "Accept-Encoding"
end
return 0
