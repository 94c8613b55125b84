import type { mongo } from 'mongoose';

import { firstStepMs, lastStep, stepsPerOctave } from '../../domain/statistics/latency';
import { intervalMs } from '../../domain/statistics/statistics-period';

type Stage = mongo.Document;

/** What a pipeline groups by, beside `count`, becomes the fields of its results. */
const flat: Stage = { $replaceWith: { $mergeObjects: ['$_id', { count: '$count' }] } };

function counted(by: Record<string, unknown>, sum: unknown = 1): Stage[] {
  return [{ $group: { _id: by, count: { $sum: sum } } }, flat, { $sort: { count: -1 } }];
}

function hourFrom(hour: Date): { readonly $gte: Date; readonly $lt: Date } {
  return { $gte: hour, $lt: new Date(hour.getTime() + intervalMs.hour) };
}

/** Milliseconds from the moment when a mail might leave until a recipient's server took it. */
const waited = {
  $max: [0, { $subtract: ['$recipients.changedAt', { $max: ['$acceptedAt', '$notBefore'] }] }],
};

/** The step of `latency.ts` that a wait lies in. */
const step = {
  $cond: [
    { $lte: [waited, firstStepMs] },
    0,
    {
      $min: [
        lastStep,
        { $toInt: { $ceil: { $multiply: [stepsPerOctave, { $log: [{ $divide: [waited, firstStepMs] }, 2] }] } } },
      ],
    },
  ],
};

/** Mails of an organization that were accepted in an hour. What somebody said about a mail is no measure of its server. */
export function mailsOfHour(organizationId: string, hour: Date): Stage[] {
  return [
    { $match: { organizationId, acceptedAt: hourFrom(hour), category: { $ne: 'notice' } } },
    { $project: { bytes: 0, subject: 0 } },
    {
      $facet: {
        mails: counted({ category: '$category', route: '$route', state: '$state' }),
        latency: [
          { $match: { 'recipients.state': 'sent', 'resolutions.0': { $exists: false } } },
          { $unwind: '$recipients' },
          { $match: { 'recipients.state': 'sent' } },
          ...counted({ route: '$route', step }),
        ],
      },
    },
  ];
}

export function failuresOfHour(organizationId: string, hour: Date): Stage[] {
  const match = { organizationId, recordedAt: hourFrom(hour) };
  return [{ $match: match }, ...counted({ reason: '$reason', route: '$route' })];
}

function sums(list: string, fields: readonly string[]): Stage[] {
  const by = Object.fromEntries(fields.map((field) => [field, `$${list}.${field}`]));
  return [{ $unwind: `$${list}` }, ...counted(by, `$${list}.count`)];
}

/** All organizations' counts of an hour, together. */
export function sumOfHour(hour: Date): Stage[] {
  return [
    { $match: { interval: 'hour', at: hour, organizationId: { $ne: null } } },
    {
      $facet: {
        mails: sums('mails', ['category', 'route', 'state']),
        latency: sums('latency', ['route', 'step']),
        failures: sums('failures', ['reason', 'route']),
      },
    },
  ];
}

/** Hours by organization in which something matches; `at` names the moment that tells the hour. */
export function hoursOf(match: mongo.Document, at: string): Stage[] {
  const hour = { $dateTrunc: { date: `$${at}`, unit: 'hour' } };
  return [
    { $match: match },
    { $group: { _id: { organizationId: '$organizationId', hour } } },
    { $replaceWith: '$_id' },
  ];
}

export const organizationsByState: Stage[] = [
  // The condition is met by all of them, and lets the index answer.
  { $match: { entitlement: { $in: ['locked', 'unlocked'] } } },
  ...counted({ entitlement: '$entitlement', draft: '$draft', live: '$live' }),
];
