#include <aspic/serving/streamed_answer.h>

#include <utility>

namespace aspic {

StreamedAnswer::StreamedAnswer(const WireResponse& answer, LoggedRequest request,
                               Counters& counters, AccessLog* log)
    : source_{answer.source},
      work_{answer.work},
      head_bytes_{answer.size() - answer.body_size()},
      outcome_{LoggedRequest::outcome_of(answer)},
      request_{std::move(request)},
      counters_{counters},
      log_{log}
{
    outcome_.bytes = 0;
}

StreamedAnswer::~StreamedAnswer()
{
    counters_.add_answer(outcome_.status, head_bytes_ + outcome_.bytes);
    if (log_ != nullptr) request_.write(*log_, outcome_);
}

}  // namespace aspic
