"""What cannot be true in a build file: one thing broken at a time."""

from __future__ import annotations

#: the statement that breaks one thing → what must be named in the error
BROKEN = {
    "delete from staging.batches": "staging.batches: the night was loaded",
    # keys
    "insert into staging.articles from staging.articles where article_id = 'a-1'": (
        "staging.articles: batch_date, article_id, content_digest unique"
    ),
    "update marts.fct_incident_toll set value_best = 2, value_low = 2": (
        "marts.fct_incident_toll: the incident shows the same figures"
    ),
    "delete from marts.fct_incident_toll": (
        "marts.fct_incident_toll: the incident shows the same figures"
    ),
    "update marts.fct_incident_source set source_group_id = incident_id || source_id; "
    "update marts.fct_incident set source_count = 2, status = 'corroborated'": (
        "marts.fct_incident_source: as many originating sources as the incident says"
    ),
    # codes
    "update staging.incident_facts set event_type = 'party' where mention_id = 'm-1'": (
        "staging.incident_facts: event_type is a known code — 1 row: event_type=party"
    ),
    "update staging.casualty_claims set claim_role = 'rumour'": (
        "staging.casualty_claims: claim_role is a known code"
    ),
    "update staging.attributions set stance = 'hearsay'": (
        "staging.attributions: stance is a known code"
    ),
    "update staging.incident_facts set outcome = 'foiled' where mention_id = 'm-1'": (
        "staging.incident_facts: evidence for each field that has a value"
    ),
    "delete from marts.fct_attribution": (
        "marts.fct_attribution: every statement of a mention arrived"
    ),
    # bounds
    "update staging.incident_facts set killed_low = 4 where mention_id = 'm-1'": (
        "staging.incident_facts: 0 ≤ low ≤ best ≤ high — 1 row: mention_id=m-1, measure=killed"
    ),
    "update staging.casualty_claims set value_low = 9, value_best = null": (
        "staging.casualty_claims: 0 ≤ low ≤ best ≤ high"
    ),
    "update staging.incident_facts set confidence = 1.5": (
        "staging.incident_facts: confidence within 0…1"
    ),
    # dates
    "update staging.incident_facts set date_latest = date '2026-11-22'": (
        "staging.incident_facts: nothing happened after it was published"
    ),
    "update staging.incident_facts set occurred_on = null": (
        "staging.incident_facts: a date where and only where its precision says so"
    ),
    # places
    "update staging.incident_facts set longitude = null": (
        "staging.incident_facts: coordinates complete, with their precision and radius"
    ),
    "update staging.incident_facts set latitude = null, longitude = null": (
        "staging.incident_facts: coordinates where and only where there is a place"
    ),
    # evidence
    "delete from staging.evidence where field = 'killed' and mention_id = 'm-2'": (
        "staging.incident_facts: evidence for each field that has a value — 1 row: "
        "batch_date=2026-11-21, mention_id=m-2, field=killed"
    ),
    "update staging.evidence set span_start = span_start + 1 where mention_id = 'm-2'": (
        "staging.evidence: the words stand at their place in the article — 7 rows"
    ),
    "update staging.casualty_claims set words = 'عشرة أشخاص' where claim_id = 'k-1'": (
        "staging.casualty_claims: the words stand at their place in the article"
    ),
    # counts
    "update staging.batches set records_read = 7": (
        "staging.batches: records read = staged + quarantined + repeated"
    ),
    "delete from staging.batch_files": ("staging.batches: as many files as the batch says"),
    "delete from staging.articles where article_id = 'a-6'": (
        "staging.batches: as many articles in staging as the batch says"
    ),
    "update staging.articles set build_id = 'older' where article_id = 'a-1'": (
        "staging.articles: rows are of the build that their batch was loaded with"
    ),
    # references
    "delete from marts.fct_incident_mention where mention_id = 'm-4'": (
        "marts.fct_incident_mention: every fact of a current article arrived"
    ),
    "update linking.incident_links set mention_id = 'm-99' where mention_id = 'm-1'": (
        "linking.incident_links: each link is of a fact in staging"
    ),
    "update marts.fct_incident set mention_count = 2 where incident_id = 'i-1'": (
        "marts.fct_incident: as many mentions as the mentions' table has"
    ),
    "update marts.fct_article set mention_count = 2 where article_key = 'a-1'": (
        "marts.fct_article: as many mentions as the mentions' table has"
    ),
    "delete from marts.fct_article where article_key = 'a-2'": (
        "marts.fct_article: every article version arrived"
    ),
    # bridges
    "delete from marts.bridge_incident_weapon where incident_id = 'i-1'": (
        "marts.bridge_incident_weapon: every incident has a row"
    ),
    "update marts.bridge_incident_target set weight = 0.5": (
        "marts.bridge_incident_target: weights sum to 1"
    ),
    "delete from marts.bridge_incident_actor where actor_role = 'suspected'": (
        "marts.bridge_incident_actor: every statement about who did it arrived"
    ),
    "delete from marts.bridge_incident_related where incident_id = 'i-1'": (
        "marts.bridge_incident_related: a pair stands once from either side"
    ),
    "insert into marts.dim_actor (actor_key) values ('nameless')": (
        "marts.dim_actor_alias: every actor has its names"
    ),
    "delete from marts.dim_name": "marts.dim_name: every place and actor is found",
    "update marts.dim_name set named_key = 'nobody'": (
        "marts.dim_name: every name leads to a place or an actor"
    ),
    # wide marts
    "update marts.mart_incidents set killed_best = 1 where incident_id = 'i-1'": (
        "marts.mart_incidents: every incident arrived, with its toll"
    ),
    "update marts.mart_daily_by_governorate set incident_count = 7": (
        "marts.mart_daily_by_governorate: every incident is counted once"
    ),
    "update marts.mart_daily_by_governorate set killed_best_sum = 7": (
        "marts.mart_daily_by_governorate: the killed are those of the incidents"
    ),
    "update marts.mart_actor_activity set weighted_incident_count = 7": (
        "marts.mart_actor_activity: perpetrators' weights sum to the incidents"
    ),
    "update marts.mart_source_coverage set article_count = 7": (
        "marts.mart_source_coverage: every current article is counted once"
    ),
    "delete from marts.dim_date_occurred where occurred_date_key = 20261120": (
        "marts.dim_date_occurred: the days of dim_date"
    ),
    # what readers must not see
    "update marts.fct_incident set quote = repeat('كلمة ', 26)": (
        "marts.fct_incident: quote has at most 25 words"
    ),
    "update marts.fct_incident_mention set quote = repeat('ك', 401)": (
        "marts.fct_incident_mention: no value is longer than 400 characters"
    ),
    "update marts.fct_casualty_claim set quote = 'قُتل ثلاثة أشخاص' where claim_id = 'k-1'": (
        "marts.fct_casualty_claim: the quote is the masked one"
    ),
    "update marts.fct_attribution set quote = stated_by || ' ' || stated_by": (
        "marts.fct_attribution: the quote is the masked one"
    ),
    "update marts.fct_incident_mention set quote = 'قُتل' where mention_id = 'm-1'": (
        "marts.fct_incident_mention: the quote is the masked one"
    ),
    "update marts.fct_incident set quote = 'قُتل' where incident_id = 'i-1'": (
        "marts.fct_incident: the quote is that of the primary mention"
    ),
    "update marts.mart_incidents set quote = 'قُتل' where incident_id = 'i-1'": (
        "marts.mart_incidents: the quote is that of the primary mention"
    ),
    "update marts.mart_incidents set primary_title = 'مقتل' where incident_id = 'i-1'": (
        "marts.mart_incidents: the title is the masked one"
    ),
    "update staging.articles set masked_title = '[اسم]' where article_id = 'a-1'": (
        "marts.dim_article: the title is the masked one, where the outlet's policy allows one"
    ),
    "update staging.articles set public_url = 'https://news.example/' where article_id = 'a-1'": (
        "marts.dim_article: the address is the article's own and holds no words that may name"
        " somebody"
    ),
    "update marts.dim_outlet set quote_policy = 'offsets'": (
        "marts.fct_casualty_claim: quotes and offsets as the outlet's policy allows"
    ),
    "update marts.dim_outlet set quote_policy = 'none'; "
    "update marts.fct_incident_mention set quote = null": (
        "marts.fct_incident_mention: quotes and offsets as the outlet's policy allows"
    ),
    "update staging.private_names set span_start = 1": (
        "staging.private_names: the names stand at their place in the article"
    ),
    "update marts.fct_attribution set stated_by = 'ضابط يدعى سعد خلف العاني'": (
        "staging.private_names: no published words hold a masked name"
    ),
    "alter table marts.dim_article add column body varchar": (
        "marts.fct_incident: no mart has a column for whole texts"
    ),
    # partitions
    "update marts.fct_incident set latitude = 133": "marts.fct_incident: latitude within -90…90",
    "update marts.fct_incident_mention set latitude = null": (
        "marts.fct_incident_mention: coordinates complete, with their precision and radius"
    ),
    "update marts.fct_incident set latitude = null, longitude = null, geo_precision = null": (
        "marts.fct_incident: coordinates where and only where there is a place"
    ),
}

#: the statement that breaks one thing → the mart, and the condition of its dbt tests that sees it
BROKEN_CONDITIONS = {
    "update marts.fct_casualty_claim set not_counted_because = 'sub_count'": (
        "fct_casualty_claim", "reason_where_not_counted",
    ),
    "update marts.fct_casualty_claim set claim_role = 'combined'": (
        "fct_casualty_claim", "parts_do_not_count",
    ),
    "update marts.fct_incident set status = 'corroborated'": (
        "fct_incident", "corroborated_by_two",
    ),
    "update marts.fct_incident set killed_basis = 'party_claim_only'": (
        "fct_incident", "parties_alone_set_no_best",
    ),
    "update marts.fct_incident_toll set best_claim_id = null": (
        "fct_incident_toll", "a_stated_figure_has_its_claim",
    ),
    "update marts.fct_incident_victim_count set axis = 'age'": (
        "fct_incident_victim_count", "class_is_of_the_axis",
    ),
    "update marts.fct_incident_victim_count set basis = 'party_claim_only'": (
        "fct_incident_victim_count", "parties_alone_set_no_best",
    ),
    "update marts.fct_incident set wounded_low = 9, wounded_high = 2": (
        "fct_incident", "wounded_in_order",
    ),
    "update marts.fct_incident set wounded_low = -1 where incident_id = 'i-1'": (
        "fct_incident", "tolls_not_negative",
    ),
    "update marts.fct_incident_mention set killed_low = null, killed_best = 9, killed_high = 2": (
        "fct_incident_mention", "killed_in_order",
    ),
    "update marts.fct_casualty_claim set value_best = -1": (
        "fct_casualty_claim", "values_not_negative",
    ),
    "update marts.fct_incident set occurred_on = date '2026-11-01'": (
        "fct_incident", "day_within_range",
    ),
    "update marts.fct_incident set first_reported_on = date '2026-11-22'": (
        "fct_incident", "reported_in_order",
    ),
    "update marts.fct_incident set date_precision = 'unknown'": (
        "fct_incident", "a_day_where_its_precision_says_so",
    ),
    "update marts.fct_incident_mention set date_precision = 'unknown'": (
        "fct_incident_mention", "a_day_where_its_precision_says_so",
    ),
    "update marts.bridge_incident_actor set actor_role = 'victim'": (
        "bridge_incident_actor", "actor_role_is_known",
    ),
    "update marts.fct_incident set incident_month = '2026-13'": (
        "fct_incident", "month_is_well_formed",
    ),
    "update marts.fct_incident set incident_month = '2026-10'": (
        "fct_incident", "month_is_of_the_day",
    ),
}  # fmt: skip

#: the statement that breaks one thing → the mart, and the column whose rule in dbt sees it: that it
#: is unique, that it is never null, or that it is found in another mart
BROKEN_COLUMNS = {
    "insert into marts.fct_incident from marts.fct_incident where incident_id = 'i-1'": (
        "fct_incident", "incident_id", "unique",
    ),
    "update marts.fct_casualty_claim set claim_id = null": (
        "fct_casualty_claim", "claim_id", "not null",
    ),
    "update marts.fct_incident_mention set location_key = null": (
        "fct_incident_mention", "location_key", "not null",
    ),
    "update marts.fct_incident set weapon_key = 'trebuchet'": (
        "fct_incident", "weapon_key", "found",
    ),
    "delete from marts.fct_incident where incident_id = 'i-3'": (
        "fct_incident_mention", "incident_id", "found",
    ),
    "update marts.fct_incident_toll set high_claim_id = 'k-none'": (
        "fct_incident_toll", "high_claim_id", "found",
    ),
}  # fmt: skip
