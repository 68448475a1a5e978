-- For lua-nginx-module (access_by_lua_file): sends cached pages from the mirror (mirror.lua),
-- before the request goes to the application. Each process of nginx has a Lua state, which it
-- keeps. A mirror remembers pages by their path, so each site has a mirror of its own in it.
local mirrors = package.loaded["aspic_mirrors"] or {}
package.loaded["aspic_mirrors"] = mirrors
local directory = ngx.var.site_mirror
local mirror = mirrors[directory]
if not mirror then
    local here = debug.getinfo(1, "S").source:match("^@?(.*)/[^/]*$")
    mirror = dofile(here .. "/mirror.lua")
    mirrors[directory] = mirror
end
-- All fields: a cookie may be the last one.
local fields = mirror.fields_of_request(ngx.req.get_headers(0))
if not fields then
    return
end
local method = ngx.req.get_method()
local status, sent, body = mirror.find(directory, method, ngx.var.request_uri, fields)
if not status then
    return
end
ngx.status = status
local header = ngx.header
for i = 1, #sent, 2 do
    header[sent[i]] = sent[i + 1]
end
if body then
    header["Content-Length"] = #body
end
ngx.send_headers()
if body and method ~= "HEAD" then
    ngx.print(body)
end
return ngx.exit(ngx.HTTP_OK)
