-- Which file of the mirror (serve --mirror DIR) answers a request, for a front end that runs Lua
-- scripts: Lua 5.1 or later, or LuaJIT. What is in the directory, and why no old page is sent:
-- app/aspic/mirroring/README.md.
--
-- A request gets a file only if the application would answer it by the same page. Every other one
-- goes to the application.

local mirror = {}

local open, floor, time = io.open, math.floor, os.time
local pairs, setmetatable, tonumber, tostring = pairs, setmetatable, tonumber, tostring

-- What the lease says (the file "alive"). It is read once in a second of the clock; the application
-- counts with that.
local is_trusted, trusted_second, trusted_directory = false, nil, nil
-- The file "changes", its last size, and how often it had another size than before.
local changes, size_of_changes, change = nil, nil, 0

local function line_of(name)
    local file = open(name, "r")
    local line = file and file:read("*l")
    if file then
        file:close()
    end
    return line or ""
end

local function note_size_of_changes()
    local size = changes:seek("end")
    if size ~= size_of_changes then
        size_of_changes, change = size, change + 1
    end
end

local function look_at_lease(directory, now)
    trusted_second, trusted_directory, is_trusted = now, directory, false
    if not directory or directory == "" then
        return
    end
    if changes then
        changes:close()
    end
    changes = open(directory .. "/changes", "rb")
    local clock, written, uptime = line_of(directory .. "/alive"):match("^(%d+) (%d+) (%d+)$")
    local seconds = tonumber(line_of("/proc/uptime"):match("^[%d.]+"))
    if changes and clock and seconds then
        changes:setvbuf("no")
        note_size_of_changes()
        -- After a restart of the machine, its uptime is below that at which the file was written.
        local since_start = 1000 * seconds
        is_trusted = 1000 * now < tonumber(clock) and since_start < tonumber(uptime)
            and since_start + 1000 > tonumber(written)
    end
end

-- False if the file cannot be read.
local function look_at_changes()
    -- The file is at its end, and without a buffer, so this asks the system each time.
    local more, problem = changes:read(0)
    if more then
        note_size_of_changes()
    end
    return not problem
end

-- A table that remembers what `make` returned for a key, for `most` keys.
local function bounded(most, make)
    local count = 0
    return setmetatable({}, {__index = function(known, key)
        if count >= most then
            for old in pairs(known) do
                known[old] = nil
            end
            count = 0
        end
        local value = make(key)
        known[key] = value
        count = count + 1
        return value
    end})
end

-- The ends of the names of the files that answer a request with this Accept-Encoding, the best one
-- first. False if the field says more than names.
local longest_accept_encoding = 200
local suffixes_for = bounded(100, function(accept_encoding)
    if accept_encoding:find("[;*]") then
        return false
    end
    local accepted = {}
    for coding in accept_encoding:lower():gmatch("[^,%s]+") do
        accepted[coding] = true
    end
    local suffixes = {}
    if accepted["br"] then
        suffixes[#suffixes + 1] = "@br"
    end
    if accepted["gzip"] or accepted["x-gzip"] then
        suffixes[#suffixes + 1] = "@gzip"
    end
    suffixes[#suffixes + 1] = "@identity"
    return suffixes
end)

-- The fields of an answer: name, value, name, value, ... The last two are Age and Cache-Status,
-- which `renew` sets.
local function fields_in(text)
    local fields = {}
    for name, value in text:gmatch("([^:\r\n]+): ([^\r\n]*)\r\n") do
        -- The front end knows the length.
        if name == "Date" then
            fields.date = value
        end
        if name ~= "Content-Length" then
            fields[#fields + 1] = name
            fields[#fields + 1] = value
        end
        if name == "ETag" then
            fields.etag = value
        elseif name == "Content-Encoding" then
            fields.coding = value
        end
    end
    for _, word in ipairs({"Age", "", "Cache-Status", ""}) do
        fields[#fields + 1] = word
    end
    return fields
end

-- The fields, without Content-Encoding, as one value of Date: the others are lines of it. The
-- application sends a Date in each answer. `renew` forgets this text.
function mirror.joined(fields)
    local lines = {fields.date}
    for i = 1, #fields, 2 do
        if fields[i] ~= "Date" and fields[i] ~= "Content-Encoding" then
            lines[#lines + 1] = fields[i] .. ": " .. fields[i + 1]
        end
    end
    fields.joined = table.concat(lines, "\r\n")
    return fields.joined
end

-- About so much memory has a page beside its body.
local size_of_tables = 4096

local function page_of(text)
    local line, expires, rendered, size, size_304, body_size =
        text:match("^(aspic%-mirror 1 (%d+) (%d+) (%d+) (%d+) (%d+)\n)")
    if not line then
        return
    end
    local begin = #line + 1
    local begin_304 = begin + size
    local begin_body = begin_304 + size_304
    if #text ~= begin_body + body_size - 1 then
        return  -- it is cut
    end
    local fields = fields_in(text:sub(begin, begin_304 - 1))
    return {
        expires = tonumber(expires), rendered = tonumber(rendered), size = #text + size_of_tables,
        etag = fields.etag, fields = fields,
        fields_304 = fields_in(text:sub(begin_304, begin_body - 1)),
        body = text:sub(begin_body),
    }
end

-- Pages that were read, by the end of their file's name and their path. As long as the file
-- "changes" has the same size, no file was removed, so a page is what its file says.
local pages, pages_size

local function forget_pages()
    pages, pages_size = {["@br"] = {}, ["@gzip"] = {}, ["@identity"] = {}}, 0
end

forget_pages()
local most_size = 32 * 1024 * 1024
local largest_page = 1024 * 1024

-- The size of the pages that are kept in memory; without a call, 32 MB.
function mirror.keep_at_most(bytes)
    most_size, largest_page = bytes, math.min(bytes, largest_page)
end

-- True if the path may have a file. Then it has only one spelling.
local function is_plain(path)
    return #path <= 1000 and path:find("^/") and not path:find("[^A-Za-z0-9._~+,:=/-]")
        and not path:find("//", 1, true) and not path:find("/.", 1, true)
end

local function remember(path, suffix, page)
    local before = pages[suffix][path]
    local added = page.size - (before and before.size or 0)
    if page.size > largest_page then
        return
    elseif pages_size + added > most_size then
        forget_pages()
        added = page.size
    end
    page.change = change
    pages[suffix][path] = page
    pages_size = pages_size + added
end

-- A page is read at once, so that its head and its body belong together, even if the file is
-- replaced or removed meanwhile. Returns nothing if there is no such file, or if it is not whole.
local function read_page(directory, path, suffix)
    local file = open(directory .. "/pages" .. path .. suffix, "rb")
    local text = file and file:read("*a")
    if file then
        file:close()
    end
    return text and page_of(text)
end

-- In place of a page that has no file with this end of its name, while it has a later one. The
-- application places the files of a page in the order in which they are looked for here.
local size_of_missing = 256

-- Nothing if there is no such page, or if it is not fresh. `change` was counted before a file is
-- opened: if the file is removed later, the count is another one.
local function find_page(directory, path, suffixes, now)
    local first = 1
    for i = 1, #suffixes do
        local page = pages[suffixes[i]][path]
        if not page or page.change ~= change or now >= page.expires then
            first = i
            break
        elseif not page.is_missing then
            return page
        end
    end
    if not is_plain(path) then
        return
    end
    for i = first, #suffixes do
        local page = read_page(directory, path, suffixes[i])
        if page then
            remember(path, suffixes[i], page)
            for j = first, i - 1 do
                remember(path, suffixes[j], {is_missing = true, expires = page.expires,
                                             size = size_of_missing})
            end
            return now < page.expires and page or nil
        end
    end
end

local function is_plain_query(query)
    return #query <= 500 and not query:find("[^A-Za-z0-9._~+,:=&-]")
end

-- Whatever the names of its cookies begin with: __Host-live, docs-session.
local function is_of_visitor(cookie)
    return cookie:find("live=", 1, true) or cookie:find("session=", 1, true)
        or cookie:find("developer=", 1, true)
end

local looked_at = {}
for _, name in ipairs({"Accept-Encoding", "Authorization", "Content-Length", "Cookie", "If-Match",
                       "If-Modified-Since", "If-None-Match", "If-Unmodified-Since", "Range",
                       "Transfer-Encoding"}) do
    looked_at[name:lower()] = name
end

-- The name of a field as `find` knows it, whatever the letters are, large or small; "" if `find`
-- does not look at it. False if the name has an underscore: the application may not get it.
local longest_name = 40
local known_name = bounded(200, function(name)
    return not name:find("_", 1, true) and (looked_at[name:lower()] or "")
end)

-- given: a table of the fields of the request, whose values are texts or lists of them. Returns
-- those that `find` looks at; nothing if the application does not get the request.
function mirror.fields_of_request(given)
    local fields = {}
    for name, value in pairs(given) do
        local known = ""
        if #name <= longest_name then
            known = known_name[name]
        elseif name:find("_", 1, true) then
            known = false
        end
        if not known then
            return
        elseif known ~= "" then
            fields[known] = type(value) == "table" and table.concat(value, ", ") or value
        end
    end
    return fields
end

-- What is another one from one second to the next.
local function renew(page, now)
    page.second = now
    local age = tostring(floor(now > page.rendered and now - page.rendered or 0))
    local cache_status = "Aspic; hit; ttl=" .. floor(page.expires - now) .. "; detail=mirror"
    for _, fields in ipairs({page.fields, page.fields_304}) do
        fields[#fields - 2], fields[#fields], fields.joined = age, cache_status, nil
    end
end

-- directory: that of --mirror; with nil or "", the application answers every request. target: as
-- the client sent it. fields: of `fields_of_request`.
--
-- Returns a status, the fields of the answer (name, value, name, value, ...), and the body of a
-- 200, also for HEAD. Nothing if the application answers.
function mirror.find(directory, method, target, fields)
    local now = time()
    if now ~= trusted_second or directory ~= trusted_directory then
        look_at_lease(directory, now)
    end
    local cookie, accept_encoding = fields["Cookie"], fields["Accept-Encoding"] or ""
    if not is_trusted or method ~= "GET" and method ~= "HEAD"
            or cookie and is_of_visitor(cookie)
            or fields["Authorization"] or fields["Range"] or fields["If-Match"]
            or fields["If-Unmodified-Since"] or fields["Content-Length"]
            or fields["Transfer-Encoding"]
            -- A longer one is not remembered: clients could fill the memory with them.
            or #accept_encoding > longest_accept_encoding then
        return
    end
    local suffixes = suffixes_for[accept_encoding]
    if not suffixes or not look_at_changes() then
        return
    end
    local path, question = target, target:find("?", 1, true)
    if question then
        path = target:sub(1, question - 1)
        if not is_plain_query(target:sub(question + 1)) then
            return
        end
    end
    local page = find_page(directory, path, suffixes, now)
    if not page then
        return
    end
    local tag = fields["If-None-Match"]
    if tag and tag ~= page.etag or not tag and fields["If-Modified-Since"] then
        return
    end
    if page.second ~= now then
        renew(page, now)
    end
    if tag then
        return 304, page.fields_304
    end
    return 200, page.fields, page.body
end

return mirror
