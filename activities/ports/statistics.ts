import type {
  OrganizationCount,
  StatisticsCounts,
  StatisticsInterval,
} from '../../domain/statistics/statistics-period';

/** How far a collection of statistics has come. Times are ISO 8601, by the database's clock. */
export interface StatisticsPlace {
  /** What happened since then may not have been counted. */
  readonly since: string;
  readonly startedAt: string;
  /** The organization that was counted last; null at the start. */
  readonly after: string | null;
}

/** Hours of one organization whose counts may have changed; ISO 8601 of their beginnings. */
export interface ChangedHours {
  readonly organizationId: string;
  readonly hours: readonly string[];
}

/**
 * Counts an hour anew from what is known of its mails, so that a repetition changes nothing. What no mail moved in is not
 * looked at. Throws STORE_UNAVAILABLE.
 */
export interface StatisticsCollector {
  /** Where a collection begins; `oldest` is the beginning of the first one ever. */
  begin(oldest: string): Promise<StatisticsPlace>;
  /** The next organizations that have had mail, and what has moved there; null when there are no more. */
  changed(
    place: StatisticsPlace,
    oldest: string,
    limit: number,
  ): Promise<{ last: string; found: ChangedHours[] } | null>;
  countHour(organizationId: string, hour: string): Promise<void>;
  /** The sum of all organizations in an hour that was counted anew. */
  sumHour(hour: string): Promise<void>;
  /** How many organizations are in which state now, kept with this hour. */
  countOrganizations(hour: string): Promise<void>;
  end(place: StatisticsPlace): Promise<void>;
  /** Days from before `before` become one period each in the place of their hours; true when there are more. */
  rollUp(before: string, limit: number): Promise<boolean>;
  /** Drops some periods from before `before`; true when there are more. */
  drop(before: string, limit: number): Promise<boolean>;
}

export interface StatisticsRange {
  /** Beginning of the first period, and end of the last one. */
  readonly from: string;
  readonly to: string;
  readonly interval: StatisticsInterval;
}

/** A period in which something was counted. */
export interface CountedPeriod extends StatisticsCounts {
  readonly at: string;
  /** As it was at the period's end, or is now; null where nobody looked, and for one organization's own statistics. */
  readonly organizations: readonly OrganizationCount[] | null;
}

export interface Statistics {
  /** Until when everything has been counted; null before the first time. */
  readonly countedUntil: string | null;
  /** In their order; periods without anything are missing. */
  readonly periods: readonly CountedPeriod[];
}

/** What the API tells of mail in numbers. Throws STORE_UNAVAILABLE. */
export interface StatisticsReader {
  /** `organizationId` null: of all organizations together. */
  read(organizationId: string | null, range: StatisticsRange): Promise<Statistics>;
}
