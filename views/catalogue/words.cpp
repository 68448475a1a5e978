#include "catalogue/words.h"

#include <sqlite3.h>

#include <array>
#include <memory>
#include <mutex>
#include <stdexcept>

namespace manual {

namespace {

struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close(connection); }
};
using Connection = std::unique_ptr<sqlite3, Close>;

// FTS5 gives its functions to who binds a pointer to this parameter (SQLite, "FTS5 Extension",
// section 7).
fts5_api* functions_of_fts5(sqlite3* connection)
{
    fts5_api* api = nullptr;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

Connection opened()
{
    sqlite3* connection = nullptr;
    sqlite3_open(":memory:", &connection);
    return Connection{connection};
}

// A tokenizer keeps its output in a buffer of its own, so one thread at a time may use it.
class Tokenizer {
public:
    template <std::size_t count>
    Tokenizer(fts5_api* api, const char* name, std::array<const char*, count> settings)
    {
        void* context = nullptr;
        if (api == nullptr || api->xFindTokenizer(api, name, &context, &methods_) != SQLITE_OK ||
            methods_.xCreate(context, settings.data(), static_cast<int>(count), &tokenizer_) !=
                SQLITE_OK)
            throw std::runtime_error{std::string{"SQLite has no FTS5 tokenizer "} + name};
    }
    ~Tokenizer() { methods_.xDelete(tokenizer_); }
    Tokenizer(const Tokenizer&) = delete;
    Tokenizer& operator=(const Tokenizer&) = delete;

    std::vector<std::string> split(std::string_view text)
    {
        std::vector<std::string> tokens;
        methods_.xTokenize(tokenizer_, &tokens, FTS5_TOKENIZE_DOCUMENT, text.data(),
                           static_cast<int>(text.size()), &Tokenizer::add);
        return tokens;
    }

private:
    static int add(void* tokens, int /*flags*/, const char* token, int size, int /*start*/,
                   int /*end*/)
    {
        static_cast<std::vector<std::string>*>(tokens)->emplace_back(
            token, static_cast<std::size_t>(size));
        return SQLITE_OK;
    }

    fts5_tokenizer methods_{};
    Fts5Tokenizer* tokenizer_ = nullptr;
};

struct Tokenizers {
    Connection connection = opened();
    fts5_api* api = functions_of_fts5(connection.get());
    Tokenizer words{api, "unicode61", std::array{"remove_diacritics", "2"}};
    Tokenizer stems{api, "porter", std::array{"unicode61", "remove_diacritics", "2"}};
    std::mutex one_at_a_time;
};

Tokenizers& tokenizers()
{
    static Tokenizers only;
    return only;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text)
{
    Tokenizers& shared = tokenizers();
    const std::lock_guard lock{shared.one_at_a_time};
    return shared.words.split(text);
}

std::string stem_of(std::string_view word)
{
    Tokenizers& shared = tokenizers();
    const std::lock_guard lock{shared.one_at_a_time};
    auto stems = shared.stems.split(word);
    return stems.empty() ? std::string{} : std::move(stems.front());
}

}  // namespace manual
