import type { Texts } from '../texts';

/** The list of organizations that one searches in. */
export const organizations: Texts['organizations'] = {
  search: 'Find an organization',
  hint: 'Name, id, server or domain',
  orders: {
    name: 'Name, A to Z',
    '-name': 'Name, Z to A',
    organizationId: 'Id, ascending',
    '-organizationId': 'Id, descending',
  },
  found_one: '{{count}} organization found',
  found_other: '{{count}} organizations found',
  foundMore: 'More than {{count}} organizations found',
  nothingFound: 'Nothing found for “{{text}}”',
  nothingFoundText: 'Name, id, mail server and domain of the sender are searched. A part of one is enough.',
  showAll: 'Clear the search',
};
