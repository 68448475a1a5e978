-- For mod_magnet: sends cached pages from the mirror (mirror.lua), before the request goes to the
-- application. lighttpd keeps _G of a script from one request to the next.
local find, directory = aspic_find, aspic_directory
if not find then
    local here = debug.getinfo(1, "S").source:match("^@?(.*)/[^/]*$")
    find, directory = dofile(here .. "/mirror.lua").find, os.getenv("SITE_MIRROR")
    _G.aspic_find, _G.aspic_directory = find, directory
end
local request = lighty.r
local attributes = request.req_attr
local path, query = attributes["request.orig-uri"], nil
local question = path:find("?", 1, true)
if question then
    path, query = path:sub(1, question - 1), path:sub(question + 1)
end
local status, fields, age, cache_status, body =
    find(directory, attributes["request.method"], path, query, request.req_header)
if not status then
    return 0
end
local answer = request.resp_header
for i = 1, #fields, 2 do
    answer[fields[i]] = fields[i + 1]
end
answer["Age"] = age
answer["Cache-Status"] = cache_status
if body then
    request.resp_body.set(body)
end
return status
