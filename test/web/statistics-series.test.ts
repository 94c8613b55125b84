import { bounceReasons } from '../../domain/bounces/bounce-reason';
import { organizationsByState } from '../../web/ops/statistics/organization-series';
import type { ServicePeriod as Period } from '../../web/ops/statistics/service-statistics';
import {
  causeNames,
  causeOf,
  failuresByCause,
  failuresByReason,
  failuresByRoute,
  isQuiet,
  latencies,
  latenciesByRoute,
  mailsByRoute,
  mailsByState,
  outline,
} from '../../web/shared/statistics/series';
import type { Statistics } from '../../web/shared/statistics/statistics';

type Count = Period['messages'][number];

function mails(state: Count['state'], count: number, route: Count['route'] = 'customer'): Count {
  return { category: 'transactional', route, state, count };
}

const quick = { count: 2, p50Ms: 500, p90Ms: 1500, p99Ms: 60_000 };
const none = { count: 0, p50Ms: null, p90Ms: null, p99Ms: null };
const empty: Period = {
  at: '2026-11-26T12:00:00.000Z',
  messages: [],
  latency: none,
  latencyByRoute: [],
  failures: [],
  organizations: null,
};
const busy: Period = {
  at: '2026-11-26T13:00:00.000Z',
  messages: [mails('sent', 3), mails('sent', 2, 'platform'), mails('undeliverable', 1), mails('accepted', 4, null)],
  latency: quick,
  latencyByRoute: [{ route: 'platform', ...quick }],
  failures: [
    { reason: 'userunknown', route: 'customer', count: 2 },
    { reason: 'hostunknown', route: 'platform', count: 1 },
    { reason: 'mailboxfull', route: null, count: 4 },
  ],
  organizations: [
    { entitlement: 'unlocked', draft: 'none', live: 'active', count: 5 },
    { entitlement: 'unlocked', draft: 'checking', live: 'active', count: 1 },
    { entitlement: 'unlocked', draft: 'awaiting-review', live: 'none', count: 2 },
    { entitlement: 'unlocked', draft: 'none', live: 'suspended', count: 1 },
    { entitlement: 'locked', draft: 'none', live: 'none', count: 7 },
  ],
};

describe('the numbers of mails over time', () => {
  it('are added up by state, without states that never occur, and with zeros for quiet periods', () => {
    expect(mailsByState([empty, busy])).toEqual({
      names: ['accepted', 'sent', 'undeliverable'],
      rows: [
        { at: empty.at, values: { accepted: 0, sent: 0, undeliverable: 0 } },
        { at: busy.at, values: { accepted: 4, sent: 5, undeliverable: 1 } },
      ],
    });
    expect(mailsByState([empty]).names).toEqual([]);
  });

  it('are added up by route, those on none among them', () => {
    expect(mailsByRoute([busy]).rows[0]?.values).toEqual({ customer: 4, platform: 2, none: 4 });
  });

  it('say in seconds how long mails took, and nothing where none was sent', () => {
    expect(latencies([empty, busy]).rows.map(({ values }) => values)).toEqual([
      { p50: null, p90: null, p99: null },
      { p50: 0.5, p90: 1.5, p99: 60 },
    ]);
  });

  it('say how long each server took, without one that nothing was sent through', () => {
    expect(latenciesByRoute([empty, busy])).toEqual({
      names: ['platform-p50', 'platform-p90'],
      rows: [
        { at: empty.at, values: { 'platform-p50': null, 'platform-p90': null } },
        { at: busy.at, values: { 'platform-p50': 0.5, 'platform-p90': 1.5 } },
      ],
    });
  });

  it('count every mail once in the outline', () => {
    expect(outline(busy)).toEqual({ all: 10, sent: 5, failed: 1, held: 0 });
  });
});

it('counts each organization once: by its server, else by its draft, and leaves out when nobody looked', () => {
  expect(organizationsByState([empty, busy])).toEqual({
    names: ['active', 'suspended', 'drafting', 'locked'],
    rows: [
      { at: empty.at, values: { active: null, suspended: null, drafting: null, locked: null } },
      { at: busy.at, values: { active: 6, suspended: 1, drafting: 2, locked: 7 } },
    ],
  });
});

describe('failures over time', () => {
  it('are added up by the server that was asked', () => {
    expect(failuresByRoute([busy]).rows[0]?.values).toEqual({ customer: 2, platform: 1, none: 4 });
  });

  it('are added up by where their cause has to be looked for', () => {
    expect(failuresByCause([empty, busy])).toEqual({
      names: ['address', 'recipient'],
      rows: [
        { at: empty.at, values: { address: 0, recipient: 0 } },
        { at: busy.at, values: { address: 3, recipient: 4 } },
      ],
    });
  });

  it('have a cause for every reason, and a reason for every cause', () => {
    expect([...new Set(bounceReasons.map(causeOf))].toSorted()).toEqual(causeNames.toSorted());
  });
});

it('is quiet only where nothing was sent and nothing failed', () => {
  expect([empty, busy, { messages: [], failures: busy.failures }].map(isQuiet)).toEqual([true, false, false]);
});

it('puts the most frequent reason of failures first, whichever server was asked', () => {
  const failures: Statistics['total']['failures'] = [
    { reason: 'mailboxfull', route: 'customer', count: 2 },
    { reason: 'userunknown', route: 'customer', count: 1 },
    { reason: 'userunknown', route: 'platform', count: 3 },
    { reason: 'blocked', route: null, count: 2 },
  ];
  expect(failuresByReason({ failures })).toEqual([
    { reason: 'userunknown', count: 4 },
    { reason: 'blocked', count: 2 },
    { reason: 'mailboxfull', count: 2 },
  ]);
});
