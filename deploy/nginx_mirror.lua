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
local path, query = ngx.var.request_uri, nil
local question = path:find("?", 1, true)
if question then
    path, query = path:sub(1, question - 1), path:sub(question + 1)
end
-- All of them: a cookie may be the last one.
local fields = ngx.req.get_headers(0)
for name, value in pairs(fields) do
    if type(value) == "table" then
        fields[name] = table.concat(value, ", ")
    end
end
local status, answer, age, cache_status, body =
    mirror.find(directory, ngx.req.get_method(), path, query, fields)
if not status then
    return
end
ngx.status = status
local header = ngx.header
for i = 1, #answer, 2 do
    header[answer[i]] = answer[i + 1]
end
header["Age"] = age
header["Cache-Status"] = cache_status
if body then
    header["Content-Length"] = #body
end
ngx.send_headers()
if body and ngx.req.get_method() ~= "HEAD" then
    ngx.print(body)
end
return ngx.exit(ngx.HTTP_OK)
