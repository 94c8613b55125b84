import { useTranslation } from 'react-i18next';

import { Figure } from './figure';
import { failuresByCause, mailsByRoute, mailsByState, type RouteName } from './series';
import type { Statistics } from './statistics';

interface MailFigureProps {
  readonly statistics: Pick<Statistics, 'interval' | 'periods'>;
}

/** What has become of mails, by the time when they were handed over to us. */
export function StatesFigure({ statistics: { interval, periods } }: MailFigureProps) {
  const { t } = useTranslation();
  return (
    <Figure
      title={t('statistics.states')}
      unit={t('statistics.mails')}
      kind="bars"
      interval={interval}
      series={mailsByState(periods)}
      nameOf={(name) => t(`mail.states.${name}`)}
    />
  );
}

interface RoutesFigureProps extends MailFigureProps {
  readonly nameOf: (route: RouteName) => string;
}

/** The servers that mails went to. */
export function RoutesFigure({ statistics: { interval, periods }, nameOf }: RoutesFigureProps) {
  const { t } = useTranslation();
  return (
    <Figure
      title={t('statistics.routesTitle')}
      unit={t('statistics.mails')}
      kind="bars"
      interval={interval}
      series={mailsByRoute(periods)}
      nameOf={nameOf}
    />
  );
}

/** Failures, by where their cause has to be looked for. */
export function CausesFigure({ statistics: { interval, periods } }: MailFigureProps) {
  const { t } = useTranslation();
  return (
    <Figure
      title={t('statistics.causesTitle')}
      unit={t('statistics.recipients')}
      kind="bars"
      interval={interval}
      series={failuresByCause(periods)}
      nameOf={(name) => t(`statistics.causes.${name}`)}
    />
  );
}
