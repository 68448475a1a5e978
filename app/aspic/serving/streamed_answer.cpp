#include <aspic/serving/streamed_answer.h>

#include <utility>

namespace aspic {

StreamedAnswer::StreamedAnswer(const WireResponse& answer, LoggedRequest request,
                               Counters& counters, AccessLog* log)
    : source_{answer.source},
      work_{answer.work},
      head_bytes_{answer.size()},
      promised_{answer.source->length()},
      outcome_{LoggedRequest::outcome_of(answer)},
      request_{std::move(request)},
      counters_{counters},
      log_{log}
{
}

StreamedAnswer::~StreamedAnswer()
{
    counters_.add_answer(outcome_.status, head_bytes_ + outcome_.bytes);
    if (log_ != nullptr) request_.write(*log_, outcome_);
}

bool StreamedAnswer::keeps_promise(const std::optional<std::string>& piece)
{
    if (!promised_) return true;
    if (!piece) return *promised_ == 0;
    if (piece->size() > *promised_) return false;
    *promised_ -= piece->size();
    return true;
}

}  // namespace aspic
