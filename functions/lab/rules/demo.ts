/** The demo's singers and their records. Invented, and few: it is about connections, not about data. */
export const singers: readonly {
  readonly name: string;
  readonly records: readonly string[];
}[] = [
  { name: 'First Alto', records: ['Low Water', 'Ferry'] },
  { name: 'Second Alto', records: ['Harbour Lights'] },
  { name: 'First Tenor', records: ['North Pier', 'Rope', 'Tide Table'] },
  { name: 'Second Tenor', records: ['Ballast'] },
  { name: 'Baritone', records: ['Anchor', 'Keel'] },
];
