import type { ArrivalHint, ArrivedMail, HintedMail } from '../../activities/ports/mail-arrivals';
import type { OutboxCategory } from '../../domain/mail-message';

/** One hint as it is written: these organizations may have mail of these categories. */
export interface Ring {
  readonly organizations: readonly string[];
  /** Missing for any. */
  readonly categories?: readonly OutboxCategory[];
  /** All new mail of the organizations that it names; who is not named here has to look. */
  readonly mails?: readonly RungMail[];
}

interface RungMail extends HintedMail {
  readonly organizationId: string;
}

/** A ring must stay small beside its capped collection. Whoever finds no mail named looks for it. */
const mostNamed = 200;

export function ringOf(arrived: readonly ArrivedMail[]): Ring {
  const organizations = [...new Set(arrived.map(({ organizationId }) => organizationId))];
  const categories = arrived.flatMap(({ category }) => category ?? []);
  const known = categories.length === arrived.length ? { categories: [...new Set(categories)] } : {};
  const unnamed = new Set(arrived.filter((mail) => !isNamed(mail)).map(({ organizationId }) => organizationId));
  const mails = arrived.filter(isNamed).filter(({ organizationId }) => !unnamed.has(organizationId));
  if (mails.length === 0 || arrived.length > mostNamed) return { organizations, ...known };
  const named = mails.map(({ organizationId, mailId, category }) => ({ organizationId, mailId, category }));
  return { organizations, ...known, mails: named };
}

/** How many mails it tells of, as far as it says. */
export function sizeOf({ organizations, mails = [] }: Ring): number {
  return Math.max(organizations.length, mails.length);
}

/** What a ring says about each of its organizations. */
export function hintsOf({ organizations, categories, mails = [] }: Ring): ReadonlyMap<string, ArrivalHint> {
  const told = categories === undefined ? null : new Set(categories);
  const byOrganization = new Map<string, HintedMail[]>();
  for (const { organizationId, mailId, category } of mails) {
    const named = byOrganization.get(organizationId);
    if (named === undefined) byOrganization.set(organizationId, [{ mailId, category }]);
    else named.push({ mailId, category });
  }
  return new Map(
    organizations.map((organizationId) => {
      const named = byOrganization.get(organizationId) ?? null;
      const ofThese = named === null ? told : new Set(named.map(({ category }) => category));
      return [organizationId, { categories: ofThese, mails: named }];
    }),
  );
}

function isNamed(mail: ArrivedMail): mail is RungMail {
  return mail.mailId !== undefined && mail.category !== undefined;
}
