// Tags of domains, zones and servers: badges, the column and filter of a table, an editor, and many at once.
//   columns: [..., tagColumn<Row>()]   filters: [..., tagFilter<Row>()]   row.tags is what the API says
//   <OwnTags thing={{ kind: 'zone', account, id: zone }} tags={tags} />                 in a page's header
//   bulk={(rows, clear) => <BulkTags things={rows.map(toThing)} clear={clear} />}       in a table
export { tagColumn, tagFilter, TagBadges } from './tags/column'
export { BulkTags } from './tags/BulkTags'
export { OwnTags } from './tags/OwnTags'
export { zoneTagsQuery, type TaggedThing, type Thing } from './tags/change'
