-- For mod_magnet: sends cached pages from the mirror (mirror.lua), before the request goes to the
-- application. lighttpd keeps _G of a script from one request to the next, and the table `lighty`
-- until it reads the script again.
if aspic_lighty ~= lighty then
    local here = debug.getinfo(1, "S").source:match("^@?(.*)/[^/]*$")
    local mirror = dofile(here .. "/mirror.lua")
    local directory = os.getenv("SITE_MIRROR")
    local transport = os.getenv("STRICT_TRANSPORT_SECURITY")
    local find, fields_of_request, joined = mirror.find, mirror.fields_of_request, mirror.joined
    local given, attributes = lighty.r.req_header, lighty.r.req_attr
    local answer, answer_body = lighty.r.resp_header, lighty.r.resp_body

    -- By HTTP/1.1, a value is written as it is, so its lines can be more fields. To set one field
    -- takes a third of the time that all take. lighttpd itself looks for two of them: it adds Date
    -- if there is none, and Accept-Ranges if there is no Content-Encoding. lighttpd 1.4.80 and
    -- later refuses such a value.
    local takes_lines -- nil: that is not known
    local function set_joined(fields)
        local lines = fields.joined or joined(fields)
        answer["Date"] = lines
        if takes_lines == nil then
            takes_lines = answer["Date"] == lines
        end
        if takes_lines and fields.coding then
            answer["Content-Encoding"] = fields.coding
        end
        return takes_lines
    end

    _G.aspic_lighty = lighty
    function _G.aspic_send()
        local fields = fields_of_request(given)
        if not fields then
            return 0 -- lighttpd.lua refuses it
        end
        local status, sent, body =
            find(directory, attributes["request.method"], attributes["request.orig-uri"], fields)
        if not status then
            return 0
        end
        if takes_lines == false or attributes["request.protocol"] ~= "HTTP/1.1"
                or not set_joined(sent) then
            for i = 1, #sent, 2 do
                answer[sent[i]] = sent[i + 1]
            end
        end
        -- mod_setenv does not see these answers.
        if transport and attributes["uri.scheme"] == "https" then
            answer["Strict-Transport-Security"] = transport
        end
        if body then
            answer_body.set(body)
        end
        return status
    end
end
return aspic_send()
