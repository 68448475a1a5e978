"""All rows."""

from . import (directives, freshness, invalidation, representations, reuse, staleness, storing,
               validation)

rows = [row for module in (storing, reuse, freshness, staleness, validation, invalidation,
                           directives, representations)
        for section in module.sections for row in section.rows]
