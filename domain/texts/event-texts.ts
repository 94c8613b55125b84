import type { CommandName, FactName } from '../lifecycle/events';

type EventName = CommandName | FactName;

const german: Readonly<Record<EventName, string>> = {
  register: 'Organisation eingetragen',
  setPreferences: 'Rückläufer, Antwortadresse oder Branding eingestellt',
  unlock: 'Freigeschaltet',
  changeTerms: 'Bedingungen geändert',
  revoke: 'Gesperrt',
  submitSettings: 'Einstellungen eingereicht',
  recheck: 'Prüfung erneut gestartet',
  confirmTestMail: 'Testmail bestätigt',
  withdraw: 'Einstellungen zurückgezogen',
  rotatePassword: 'Neues Passwort eingereicht',
  pause: 'Versand angehalten',
  continue: 'Versand fortgesetzt',
  claimReview: 'Prüfung übernommen',
  releaseReview: 'Prüfung abgegeben',
  decide: 'Entschieden',
  appeal: 'Stellungnahme abgegeben',
  rollBack: 'Zur früheren Fassung zurückgekehrt',
  suspend: 'Mailserver angehalten',
  resume: 'Mailserver fortgesetzt',
  checkFinished: 'Automatische Prüfung beendet',
  resumeChecked: 'Vor dem Fortsetzen geprüft',
  rotationChecked: 'Neues Passwort geprüft',
  wrongCodeTyped: 'Falscher Code eingegeben',
  testMailReturned: 'Testmail ist zurückgekommen',
  waitExpired: 'Frist abgelaufen',
  reviewReminderDue: 'An die Freigabe erinnert',
  reviewEscalated: 'Freigabe ist überfällig',
  appealLapsed: 'Frist für die Stellungnahme abgelaufen',
  contractEnding: 'Vertrag endet bald',
  contractEnded: 'Vertrag beendet',
  firstMailSent: 'Erste E-Mail versendet',
  sendingFailed: 'Versand gescheitert',
  sendingWorks: 'Versand gelingt wieder',
  healthCheckDue: 'Regelmäßige Prüfung fällig',
  healthChecked: 'Regelmäßige Prüfung beendet',
  certificateExpiring: 'Zertifikat läuft bald ab',
  certificateSeen: 'Zertifikat gesehen',
  bounceRejected: 'Rückläufer war nicht glaubwürdig',
  refusalPatternSeen: 'Viele Empfänger wurden aus demselben Grund abgelehnt',
  projectionRepaired: 'Anzeige berichtigt',
};

const english: Readonly<Record<EventName, string>> = {
  register: 'Organization registered',
  setPreferences: 'Bounces, reply address or branding set',
  unlock: 'Unlocked',
  changeTerms: 'Terms changed',
  revoke: 'Locked',
  submitSettings: 'Settings submitted',
  recheck: 'Check started again',
  confirmTestMail: 'Test mail confirmed',
  withdraw: 'Settings withdrawn',
  rotatePassword: 'New password submitted',
  pause: 'Sending paused',
  continue: 'Sending continued',
  claimReview: 'Review claimed',
  releaseReview: 'Review released',
  decide: 'Decided',
  appeal: 'Rejection answered',
  rollBack: 'Went back to the revision before',
  suspend: 'Mail server suspended',
  resume: 'Mail server resumed',
  checkFinished: 'Automatic check ended',
  resumeChecked: 'Checked before resuming',
  rotationChecked: 'New password checked',
  wrongCodeTyped: 'Wrong code typed',
  testMailReturned: 'Test mail came back',
  waitExpired: 'Time ran out',
  reviewReminderDue: 'Review reminded of',
  reviewEscalated: 'Review is overdue',
  appealLapsed: 'Time for an answer ran out',
  contractEnding: 'Contract ends soon',
  contractEnded: 'Contract ended',
  firstMailSent: 'First mail sent',
  sendingFailed: 'Sending failed',
  sendingWorks: 'Sending works again',
  healthCheckDue: 'Regular check due',
  healthChecked: 'Regular check ended',
  certificateExpiring: 'Certificate runs out soon',
  certificateSeen: 'Certificate seen',
  bounceRejected: 'A bounce was not to be believed',
  refusalPatternSeen: 'Many recipients were refused for the same reason',
  projectionRepaired: 'Display put right',
};

/** What people read about a command or a fact in an audit trail; its name where a newer version wrote the trail. */
export function eventText(locale: 'de' | 'en', event: string): string {
  const texts = locale === 'de' ? german : english;
  return isEventName(event) ? texts[event] : event;
}

function isEventName(name: string): name is EventName {
  return Object.hasOwn(german, name);
}
