/** Die Liste der Organisationen, in der man sucht. */
export const organizations = {
  search: 'Organisation suchen',
  hint: 'Name, Kennung, Server oder Domain',
  orders: {
    name: 'Name, A bis Z',
    '-name': 'Name, Z bis A',
    organizationId: 'Kennung, aufsteigend',
    '-organizationId': 'Kennung, absteigend',
  },
  found_one: '{{count}} Organisation gefunden',
  found_other: '{{count}} Organisationen gefunden',
  foundMore: 'Mehr als {{count}} Organisationen gefunden',
  nothingFound: 'Nichts gefunden zu „{{text}}“',
  nothingFoundText: 'Gesucht wird in Name, Kennung, Mailserver und Domain des Absenders. Ein Teil davon genügt.',
  showAll: 'Suche leeren',
} as const;
