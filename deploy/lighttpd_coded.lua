-- For mod_magnet: sends a copy of a static file that `collect-static` has compressed, NAME.br or
-- NAME.gz, to clients that accept it. The copy has its own ETag, because it is another file.
local types = {
    css = "text/css; charset=utf-8",
    js = "text/javascript; charset=utf-8",
    mjs = "text/javascript; charset=utf-8",
    txt = "text/plain; charset=utf-8",
    html = "text/html; charset=utf-8",
    json = "application/json",
    map = "application/json",
    webmanifest = "application/manifest+json",
    svg = "image/svg+xml",
}
local file = lighty.r.req_attr["physical.path"]
local kind = types[file:match("%.(%w+)$")]
local accepted = lighty.r.req_header["Accept-Encoding"]
if not kind or not accepted then
    return 0
end

-- A coding with the weight 0 is not accepted (RFC 9110, section 12.5.3).
local is_accepted = {}
for coding, weight in accepted:lower():gmatch("([%w*-]+)%s*;?%s*([^,]*)") do
    is_accepted[coding] = not weight:find("^q%s*=%s*0%.?0*%s*$")
end
for _, copy in ipairs({ { "br", ".br" }, { "gzip", ".gz" } }) do
    if is_accepted[copy[1]] and lighty.stat(file .. copy[2]) then
        lighty.r.req_attr["physical.path"] = file .. copy[2]
        lighty.r.resp_header["Content-Type"] = kind
        lighty.r.resp_header["Content-Encoding"] = copy[1]
        return 0
    end
end
return 0
