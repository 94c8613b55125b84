import type { FoundFacts } from '../domain/check-findings';
import type { CheckResult, CheckVerdict, OverallVerdict } from '../domain/check-report';
import { endpointText } from '../domain/provider-findings';
import type { ReportedCapabilities, ReportedCertificate, ReportedTls } from '../domain/session-facts';
import { checkText } from '../domain/texts/check-texts';
import { stageNames } from '../domain/texts/stage-names';
import type { CheckServerOptions } from './check-server-options';

type Locale = CheckServerOptions['locale'];

interface Words {
  readonly heading: string;
  readonly mend: string;
  readonly capabilities: string;
  readonly encryption: string;
  readonly unverified: string;
  readonly issuedBy: string;
  readonly until: string;
  readonly loginBefore: string;
  readonly loginAfter: string;
  readonly noLogin: string;
  readonly result: string;
  readonly at: string;
  readonly verdicts: Readonly<Record<CheckVerdict, string>>;
  readonly overall: Readonly<Record<OverallVerdict, string>>;
}

const words: Readonly<Record<Locale, Words>> = {
  de: {
    heading: 'Prüfung des Mailservers',
    mend: 'Abhilfe',
    capabilities: 'Fähigkeiten',
    encryption: 'Verschlüsselung',
    unverified: 'nicht bestätigt',
    issuedBy: 'ausgestellt von',
    until: 'gültig bis',
    loginBefore: 'Anmeldung vor TLS',
    loginAfter: 'Anmeldung nach TLS',
    noLogin: 'keine',
    result: 'Ergebnis',
    at: 'bei',
    verdicts: { pass: 'gut', warn: 'Hinweis', fail: 'Fehler', inconclusive: 'unklar', skipped: '–' },
    overall: {
      pass: 'bestanden',
      warn: 'bestanden, mit Hinweisen',
      fail: 'nicht bestanden',
      inconclusive: 'nicht entschieden, bitte später erneut prüfen',
    },
  },
  en: {
    heading: 'Mail server check',
    mend: 'To do',
    capabilities: 'Capabilities',
    encryption: 'Encryption',
    unverified: 'not verified',
    issuedBy: 'issued by',
    until: 'valid until',
    loginBefore: 'Login before TLS',
    loginAfter: 'Login after TLS',
    noLogin: 'none',
    result: 'Result',
    at: 'at',
    verdicts: { pass: 'ok', warn: 'warning', fail: 'failed', inconclusive: 'unclear', skipped: '–' },
    overall: {
      pass: 'passed',
      warn: 'passed, with warnings',
      fail: 'not passed',
      inconclusive: 'undecided, please check again later',
    },
  },
};

const verdictWidth = 9;
const nameWidth = 18;
const lineWidth = 110;
const indent = ' '.repeat(verdictWidth + nameWidth + 2);

/** The report as people read it, in their language. Everything that a server said was cleaned before it became a fact. */
export function readableReport(found: FoundFacts, { settings, locale }: CheckServerOptions): string {
  const { heading, result, at, overall } = words[locale];
  const place = found.failingStage === null ? '' : ` (${at} ${stageNames[locale][found.failingStage]})`;
  return [
    `${heading}: ${settings.host} ${endpointText(settings)}`,
    '',
    ...found.results.flatMap((one) => resultLines(one, locale)),
    ...(found.capabilities ? ['', ...capabilityLines(found.capabilities, words[locale])] : []),
    ...(found.tls ? ['', ...tlsLines(found.tls, words[locale])] : []),
    '',
    `${result}: ${overall[found.verdict]}${place}`,
  ].join('\n');
}

/** The report as programs read it, with exactly these members. */
export function jsonReport({ verdict, failingStage, results, capabilities = null, tls = null }: FoundFacts): string {
  return JSON.stringify({ verdict, failingStage, results, capabilities, tls }, null, 2);
}

function resultLines(one: CheckResult, locale: Locale): string[] {
  const { title, meaning, mend } = checkText(locale, one.code, one.facts);
  const verdict = words[locale].verdicts[one.verdict].padEnd(verdictWidth);
  const name = stageNames[locale][one.stage].padEnd(nameWidth);
  const time = one.durationMs > 0 ? ` (${one.durationMs} ms)` : '';
  const showsMend = mend !== null && one.verdict !== 'pass';
  return [
    `${verdict} ${name} ${title}${time}`,
    ...wrapped(meaning),
    ...(showsMend ? wrapped(`${words[locale].mend}: ${mend}`) : []),
  ];
}

function capabilityLines(
  found: ReportedCapabilities,
  { capabilities, loginBefore, loginAfter, noLogin }: Words,
): string[] {
  const names = found.extensions.map((name) => (name === 'SIZE' && found.size !== null ? `SIZE ${found.size}` : name));
  return [
    `${capabilities}: ${names.join(', ')}`,
    `${loginBefore}: ${found.authBeforeTls.join(', ') || noLogin}`,
    `${loginAfter}: ${found.authAfterTls.join(', ') || noLogin}`,
  ];
}

function tlsLines({ verified, version, cipher, chain }: ReportedTls, shown: Words): string[] {
  const doubt = verified ? '' : ` (${shown.unverified})`;
  return [`${shown.encryption}: ${version}, ${cipher}${doubt}`, ...chain.map((one) => certificateLine(one, shown))];
}

function certificateLine({ subject, issuer, names, expiresAt }: ReportedCertificate, shown: Words): string {
  const covered = names.length === 0 ? '' : ` [${names.join(', ')}]`;
  return `  ${subject}${covered}, ${shown.issuedBy} ${issuer}, ${shown.until} ${expiresAt.slice(0, 10)}`;
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length + 1 > lineWidth) lines.push(`${indent}${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
