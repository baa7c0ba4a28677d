{% import "shared.jinja" as shared with context %}

{{ shared.key_of(["mention_id"]) }}
{{ shared.present(["incident_id", "link_method"]) }}
{{ shared.within("link_confidence", 0, 1) }}

-- check: each link is of a fact in staging
select l.mention_id, l.incident_id
from {batch} as l anti join build.staging.incident_facts as f using (mention_id)
