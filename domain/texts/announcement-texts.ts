import type { AnnouncementKind } from '../announcements/announcement';
import type { AnnouncementSubject } from '../announcements/announcement-subject';
import type { Locale } from '../lifecycle/state';
import type { AnnouncementText } from './announcement-text';
import { germanAnnouncements } from './announcement-texts-de';
import { englishAnnouncements } from './announcement-texts-en';

/** Subject and body of a mail about a lifecycle, in the reader's language. */
export function announcementText(
  locale: Locale,
  kind: AnnouncementKind,
  about: AnnouncementSubject,
): { readonly subject: string; readonly body: string } {
  const texts: Readonly<Record<AnnouncementKind, (about: AnnouncementSubject) => AnnouncementText>> =
    locale === 'de' ? germanAnnouncements : englishAnnouncements;
  const { subject, paragraphs } = texts[kind](about);
  const closing =
    locale === 'de' ? 'Diese Nachricht wurde automatisch erstellt.' : 'This message was made automatically.';
  return { subject: oneLine(subject), body: capitalised([...paragraphs, closing].join('\n\n')) };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Names come from outside and go into a header. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
