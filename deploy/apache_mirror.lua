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
    -- Apache refuses a request with an underscore in a field name, but later than here.
    local fields = mirror.fields_of_request(request:headers_in_table())
    if not fields then
        return apache2.DECLINED
    end
    local status, sent, body =
        mirror.find(directory, request.method, request.unparsed_uri, fields)
    if not status then
        return apache2.DECLINED
    end
    -- Apache leaves Date as it is only in answers of another server.
    request.proxyreq = apache2.PROXYREQ_REVERSE
    request.status = status
    local answer_fields = request.headers_out
    for i = 1, #sent, 2 do
        if sent[i] == "Content-Type" then
            request.content_type = sent[i + 1]
        else
            answer_fields[sent[i]] = sent[i + 1]
        end
    end
    -- The directives of mod_headers apply to other answers by themselves.
    request:add_output_filter("fixup_headers_out")
    if body then
        answer_fields["Content-Length"] = tostring(#body)
        request:write(body)
    end
    return apache2.OK
end
