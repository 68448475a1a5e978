-- For mod_lua: sends cached pages from the mirror (mirror.lua), before the request goes to the
-- application. Each thread of Apache has a Lua state, which it keeps.
local mirror = dofile((os.getenv("FRONT_STATE") or ".") .. "/mirror.lua")
local directory = os.getenv("SITE_MIRROR")
-- If PORT speaks https, http only sends visitors there, in a virtual host that has this script too.
local needs_https = os.getenv("TLS_CERTIFICATE") ~= nil
mirror.keep_at_most(1024 * 1024)

function answer(request)
    if needs_https and not request.is_https then
        return apache2.DECLINED
    end
    local path, query = request.unparsed_uri, nil
    local question = path:find("?", 1, true)
    if question then
        path, query = path:sub(1, question - 1), path:sub(question + 1)
    end
    local status, fields, age, cache_status, body =
        mirror.find(directory, request.method, path, query, request.headers_in)
    if not status then
        return apache2.DECLINED
    end
    -- Apache leaves Date as it is only in answers of another server.
    request.proxyreq = apache2.PROXYREQ_REVERSE
    request.status = status
    local answer_fields = request.headers_out
    for i = 1, #fields, 2 do
        if fields[i] == "Content-Type" then
            request.content_type = fields[i + 1]
        else
            answer_fields[fields[i]] = fields[i + 1]
        end
    end
    answer_fields["Age"] = age
    answer_fields["Cache-Status"] = cache_status
    -- The directives of mod_headers apply to other answers by themselves.
    request:add_output_filter("fixup_headers_out")
    if body then
        answer_fields["Content-Length"] = tostring(#body)
        request:write(body)
    end
    return apache2.OK
end
