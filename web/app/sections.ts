import {
  Ban,
  Building2,
  ChartColumn,
  ClipboardCheck,
  GitCompareArrows,
  History,
  Inbox,
  MailWarning,
  MailX,
  Palette,
  ScrollText,
  Server,
  SlidersHorizontal,
  type LucideIcon,
} from 'lucide-react';

import type { Me, Role } from '../shared/api/me';
import type { Texts } from '../texts/texts';

/** A view in the navigation. */
export interface ViewLink {
  readonly to: string;
  readonly label: keyof Texts['app']['views'];
  readonly icon: LucideIcon;
  /** Whether pages below its address belong to it. */
  readonly hasPages?: boolean;
}

/** What a person does in one of their roles; for admins once for each of their organizations. */
export interface Section {
  readonly key: string;
  readonly role: Role;
  readonly organizationId: string | null;
  readonly links: readonly ViewLink[];
}

/** The parts of the dashboards that are there for this person, the most usual one first. */
export function sectionsFor({ roles, organizations }: Pick<Me, 'roles' | 'organizations'>): readonly Section[] {
  const administered = roles.includes('org-admin') ? (organizations ?? []).map(adminSection) : [];
  return [...administered, ...ownSections.filter(({ role }) => roles.includes(role))];
}

/** What our own people work with. */
const ownSections: readonly Section[] = [
  {
    key: 'reviewer',
    role: 'reviewer',
    organizationId: null,
    links: [{ to: '/reviews', label: 'reviews', icon: ClipboardCheck, hasPages: true }],
  },
  {
    key: 'sales',
    role: 'sales',
    organizationId: null,
    links: [{ to: '/sales', label: 'organizations', icon: Building2, hasPages: true }],
  },
  {
    key: 'ops',
    role: 'ops',
    organizationId: null,
    links: [
      { to: '/ops/statistics', label: 'statistics', icon: ChartColumn },
      { to: '/ops/mails', label: 'mailsInTrouble', icon: MailWarning },
      { to: '/ops/organizations', label: 'organizations', icon: Building2, hasPages: true },
      { to: '/ops/audit', label: 'audit', icon: ScrollText },
      { to: '/ops/inbound', label: 'returnedMail', icon: MailX },
      { to: '/ops/drift', label: 'drift', icon: GitCompareArrows },
    ],
  },
];

function adminSection(organizationId: string): Section {
  const base = `/mail-server/${encodeURIComponent(organizationId)}`;
  return {
    key: base,
    role: 'org-admin',
    organizationId,
    links: [
      { to: base, label: 'overview', icon: Server },
      { to: `${base}/history`, label: 'history', icon: History },
      { to: `${base}/mails`, label: 'mails', icon: Inbox },
      { to: `${base}/statistics`, label: 'statistics', icon: ChartColumn },
      { to: `${base}/undeliverables`, label: 'undeliverables', icon: MailX },
      { to: `${base}/suppressions`, label: 'suppressions', icon: Ban },
      { to: `${base}/branding`, label: 'branding', icon: Palette },
      { to: `${base}/preferences`, label: 'preferences', icon: SlidersHorizontal },
    ],
  };
}
