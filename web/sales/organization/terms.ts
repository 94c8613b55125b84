import type { components } from '../../../client';

export type Terms = NonNullable<components['schemas']['MailServer']['terms']>;
export type TermsCommand = components['schemas']['TermsCommand'];

/** Terms as a form holds them: texts, and the last day on which the feature is there (yyyy-mm-dd). */
export interface TermsEntries {
  readonly note: string;
  readonly contractReference: string;
  readonly lastDay: string;
  readonly secondApprover: boolean;
}

export function entriesOf(terms: Terms | null): TermsEntries {
  return {
    note: terms?.note ?? '',
    contractReference: terms?.contractReference ?? '',
    lastDay: terms?.endsAt ? lastDayBefore(new Date(terms.endsAt)) : '',
    secondApprover: terms?.secondApprover ?? false,
  };
}

export function commandOf({ note, contractReference, lastDay, secondApprover }: TermsEntries): TermsCommand {
  return {
    note: note.trim() || null,
    contractReference: contractReference.trim() || null,
    endsAt: lastDay === '' ? null : endOf(lastDay).toISOString(),
    secondApprover,
  };
}

/** The end of a day where the person is. */
function endOf(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + 1);
}

function lastDayBefore(end: Date): string {
  const last = new Date(end.getTime() - 1);
  const local = new Date(last.getTime() - last.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 10);
}
