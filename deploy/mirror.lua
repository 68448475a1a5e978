-- Which file of the mirror (serve --mirror DIR) answers a request, for a front end that runs Lua
-- scripts: Lua 5.1 or later, or LuaJIT. What is in the directory, and why no old page is sent:
-- app/aspic/mirroring/README.md.
--
-- A request gets a file only if the application would answer it by the same page. Every other one
-- goes to the application.

local mirror = {}

local open, floor, time = io.open, math.floor, os.time
local tonumber, tostring = tonumber, tostring

-- What the lease says (the file "alive"). It is read once in a second of the clock; the application
-- counts with that.
local trust = {change = 0}

local function line_of(name)
    local file = open(name, "r")
    local line = file and file:read("*l")
    if file then
        file:close()
    end
    return line or ""
end

-- Counts the removals of files: `trust.change` differs from before if the file "changes" has grown.
local function note_size(size)
    if size ~= trust.size then
        trust.size, trust.change = size, trust.change + 1
    end
end

local function look_at_lease(directory, now)
    trust.second, trust.directory, trust.is_given = now, directory, false
    if trust.changes then
        trust.changes:close()
    end
    trust.changes = open(directory .. "/changes", "rb")
    local clock, written, uptime = line_of(directory .. "/alive"):match("^(%d+) (%d+) (%d+)$")
    local seconds = tonumber(line_of("/proc/uptime"):match("^[%d.]+"))
    if trust.changes and clock and seconds then
        trust.changes:setvbuf("no")
        note_size(trust.changes:seek("end"))
        -- After a restart of the machine, its uptime is below that at which the file was written.
        local since_start = 1000 * seconds
        trust.is_given = 1000 * now < tonumber(clock) and since_start < tonumber(uptime)
            and since_start + 1000 > tonumber(written)
    end
end

-- Nothing if the file cannot be read.
local function look_at_changes()
    -- The file is at its end, and without a buffer, so this asks the system each time.
    local added, problem = trust.changes:read(1)
    if added then
        note_size(trust.changes:seek("end"))
    end
    return not problem and trust.change
end

-- A function that remembers what `make` returned for a key, for `most` keys.
local function bounded(most, make)
    local known, count = {}, 0
    return function(key, ...)
        local value = known[key]
        if value == nil then
            if count >= most then
                known, count = {}, 0
            end
            value = make(key, ...)
            known[key] = value
            count = count + 1
        end
        return value
    end
end

-- The ends of the names of the files that answer such a request, the best one first. False if the
-- field says more than names.
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

local function fields_in(text)
    local fields = {}
    for name, value in text:gmatch("([^:\r\n]+): ([^\r\n]*)\r\n") do
        -- The front end knows the length.
        if name ~= "Content-Length" then
            fields[#fields + 1] = name
            fields[#fields + 1] = value
        end
        if name == "ETag" then
            fields.etag = value
        end
    end
    return fields
end

-- About so much memory has a page beside its body.
local size_of_tables = 2048

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

-- A page is read at once, so that its head and its body belong together, even if the file is
-- replaced or removed meanwhile. Returns nothing if there is no such file, or if it is not whole.
local function read_page(directory, path, suffix, change)
    local page = pages[suffix][path]
    if page then
        pages[suffix][path] = nil
        pages_size = pages_size - page.size
    end
    local file = open(directory .. "/pages" .. path .. suffix, "rb")
    local text = file and file:read("*a")
    if file then
        file:close()
    end
    page = text and page_of(text)
    if page and page.size <= largest_page then
        if pages_size + page.size > most_size then
            forget_pages()
        end
        page.change = change
        pages[suffix][path] = page
        pages_size = pages_size + page.size
    end
    return page
end

-- `change`: the size of "changes" before the file is opened. If the file is removed later, the size
-- is another one.
local function find_page(directory, path, suffixes, change, now)
    local may_have_file
    for i = 1, #suffixes do
        local suffix = suffixes[i]
        local page = pages[suffix][path]
        if page and page.change == change and now < page.expires then
            return page
        end
        if may_have_file == nil then
            may_have_file = is_plain(path)
        end
        if not may_have_file then
            return
        end
        page = read_page(directory, path, suffix, change)
        if page then
            return now < page.expires and page or nil
        end
    end
end

local function may_be_answered(query, fields)
    if query and (query:find("[^A-Za-z0-9._~+,:=&-]") or #query > 500) then
        return false
    end
    local cookie = fields["Cookie"]
    -- Whatever their names begin with: __Host-live, docs-session.
    if cookie and (cookie:find("live=", 1, true) or cookie:find("session=", 1, true)
                   or cookie:find("developer=", 1, true)) then
        return false
    end
    return not (fields["Authorization"] or fields["Range"] or fields["If-Match"]
                or fields["If-Unmodified-Since"] or fields["Content-Length"]
                or fields["Transfer-Encoding"])
end

local looked_at = {}
for _, name in ipairs({"Accept-Encoding", "Authorization", "Content-Length", "Cookie", "If-Match",
                       "If-Modified-Since", "If-None-Match", "If-Unmodified-Since", "Range",
                       "Transfer-Encoding"}) do
    looked_at[name:lower()] = name
end
local known_field = bounded(200, function(name)
    return not name:find("_", 1, true) and (looked_at[name:lower()] or "")
end)

-- The name of the field as `find` knows it, whatever the letters are, large or small; "" if `find`
-- does not look at it. False if the name has an underscore: the application may not get it.
function mirror.field_name(name)
    return #name <= 40 and known_field(name) or not name:find("_", 1, true) and ""
end

-- directory: that of --mirror; with nil or "", the application answers every request. path and
-- query: as the client sent them, without "?"; query may be nil. fields: the fields of the request,
-- by those names that `field_name` knows.
--
-- Returns a status, the fields of the answer (name, value, name, value, ...), the values of Age and
-- Cache-Status, and the body of a 200, also for HEAD. Nothing if the application answers.
function mirror.find(directory, method, path, query, fields)
    if not directory or directory == "" or method ~= "GET" and method ~= "HEAD" then
        return
    end
    local now = time()
    if trust.second ~= now or trust.directory ~= directory then
        look_at_lease(directory, now)
    end
    if not trust.is_given or not may_be_answered(query, fields) then
        return
    end
    local accept_encoding = fields["Accept-Encoding"] or ""
    -- A longer one is not remembered: clients could fill the memory with them.
    local suffixes = #accept_encoding <= longest_accept_encoding and suffixes_for(accept_encoding)
    local change = look_at_changes()
    if not suffixes or not change then
        return
    end
    local page = find_page(directory, path, suffixes, change, now)
    if not page then
        return
    end
    local tag = fields["If-None-Match"]
    if tag and tag ~= page.etag or not tag and fields["If-Modified-Since"] then
        return
    end
    if page.second ~= now then
        page.second = now
        page.age = tostring(floor(now > page.rendered and now - page.rendered or 0))
        page.cache_status = "Aspic; hit; ttl=" .. floor(page.expires - now) .. "; detail=mirror"
    end
    if tag then
        return 304, page.fields_304, page.age, page.cache_status
    end
    return 200, page.fields, page.age, page.cache_status, page.body
end

return mirror
