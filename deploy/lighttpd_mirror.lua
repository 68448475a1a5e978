-- For mod_magnet: sends cached pages from the mirror (mirror.lua), before the request goes to the
-- application. lighttpd keeps _G of a script from one request to the next.
local mirror, directory, transport = aspic_mirror, aspic_directory, aspic_transport
if not mirror then
    local here = debug.getinfo(1, "S").source:match("^@?(.*)/[^/]*$")
    mirror, directory = dofile(here .. "/mirror.lua"), os.getenv("SITE_MIRROR")
    transport = os.getenv("STRICT_TRANSPORT_SECURITY")
    _G.aspic_mirror, _G.aspic_directory, _G.aspic_transport = mirror, directory, transport
end

-- One walk over the fields costs less than asking lighttpd for each.
local request = lighty.r
local field_name, fields = mirror.field_name, {}
for name, value in pairs(request.req_header) do
    local known = field_name(name)
    if not known then
        return 0 -- lighttpd.lua refuses it
    end
    fields[known] = value
end

local attributes = request.req_attr
local path, query = attributes["request.orig-uri"], nil
local question = path:find("?", 1, true)
if question then
    path, query = path:sub(1, question - 1), path:sub(question + 1)
end
local status, answer, age, cache_status, body =
    mirror.find(directory, attributes["request.method"], path, query, fields)
if not status then
    return 0
end
local fields_of_answer = request.resp_header
for i = 1, #answer, 2 do
    fields_of_answer[answer[i]] = answer[i + 1]
end
-- mod_setenv does not see these answers.
if transport and attributes["uri.scheme"] == "https" then
    fields_of_answer["Strict-Transport-Security"] = transport
end
fields_of_answer["Age"] = age
fields_of_answer["Cache-Status"] = cache_status
if body then
    request.resp_body.set(body)
end
return status
