import { violations, type History } from '../support/delivery-history';

const mail = { key: 'k1', outcome: 'accepted', id: 'm1', messageId: '<1@x>', recipients: ['a@x'] } as const;
const arrival = { messageId: '<1@x>', recipients: ['a@x'], at: 1 };
const record = (state: string) => ({ messageId: '<1@x>', recipients: [{ recipient: 'a@x', state }] });
const notice = { aboutMessageId: '<1@x>', recipient: 'a@x' };
const history = (changes: Partial<History> = {}): History => ({
  handed: [mail],
  acceptances: [arrival],
  records: [record('sent')],
  ...changes,
});

describe('the checker of delivery histories', () => {
  it.each<[string, History]>([
    ['sent and seen once', history()],
    ['held and seen once', history({ records: [record('held')] })],
    ['held and never seen', history({ records: [record('held')], acceptances: [] })],
    [
      'refused and unknown to the service',
      history({ handed: [{ ...mail, outcome: 'refused', id: null, messageId: null }], records: [], acceptances: [] }),
    ],
    [
      'unanswered, and taken over all the same',
      history({ handed: [{ ...mail, outcome: 'unknown', id: null, messageId: null }] }),
    ],
    [
      'unanswered, and never taken over',
      history({ handed: [{ ...mail, outcome: 'unknown', id: null, messageId: null }], records: [], acceptances: [] }),
    ],
    [
      'undeliverable, with its notice',
      history({
        records: [record('undeliverable')],
        acceptances: [],
        notices: [notice],
      }),
    ],
  ])('is content with a mail %s', (_, kept) => {
    expect(violations(kept)).toEqual([]);
  });

  it.each<[string, History, RegExp]>([
    ['lost', history({ records: [], acceptances: [] }), /not known any more/],
    ['still under way at the end', history({ records: [record('deferred')], acceptances: [] }), /not come to an end/],
    ['called sent though it never arrived', history({ acceptances: [] }), /never arrived/],
    ['accepted twice by servers', history({ acceptances: [arrival, arrival] }), /2 times/],
    [
      'called failed though it arrived',
      history({ records: [record('undeliverable')] }),
      /arrived and is called undeliverable/,
    ],
    ['called cancelled though it arrived', history({ records: [record('cancelled')] }), /called cancelled/],
    [
      'that arrived and that nobody handed over',
      history({ acceptances: [arrival, { ...arrival, messageId: '<2@x>' }] }),
      /<2@x> to a@x arrived and is unknown/,
    ],
    ['made twice by one key', history({ handed: [mail, { ...mail, id: 'm2' }] }), /made 2 mails/],
    [
      'undeliverable without a notice',
      history({ records: [record('undeliverable')], acceptances: [], notices: [] }),
      /0 notices/,
    ],
    [
      'with two notices',
      history({
        records: [record('expired')],
        acceptances: [],
        notices: [notice, notice],
      }),
      /2 notices/,
    ],
    ['with a notice that it does not need', history({ notices: [notice] }), /needs none/],
  ])('finds a mail %s', (_, broken, words) => {
    expect(violations(broken)).toEqual([expect.stringMatching(words)]);
  });
});
