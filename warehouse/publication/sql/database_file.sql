-- name: publish_info
create table published.marts.publish_info (
    version varchar not null, publication_number integer not null, night date not null,
    content_digest varchar not null,
    schema_version integer not null, first_batch date, last_batch date,
    batches bigint not null, vintage_number integer not null,
    extractor_version varchar not null, row_counts map(varchar, bigint) not null,
    base_url varchar not null,
    published_at timestamptz not null,
    publications struct(publication_number integer, night date, published_at timestamptz)[] not null
)
