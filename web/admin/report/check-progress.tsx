import { Card, Loader, Stack, Text, Title } from '@mantine/core';
import { Circle, CircleAlert, CircleCheck, CircleX, Clock, Minus, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { stageNames } from '../../../domain/texts/stage-names';
import { useLanguage } from '../../shared/ui/use-language';
import type { Draft } from '../mail-server';
import { WithdrawButton } from '../overview/withdraw-button';
import { useCheckProgress } from '../use-organization-news';
import { stagesOf, type StageState } from './check-stages';
import classes from './check-progress.module.css';

const icons: Readonly<Record<Exclude<StageState, 'running'>, { readonly icon: LucideIcon; readonly color: string }>> = {
  pass: { icon: CircleCheck, color: 'green' },
  warn: { icon: CircleAlert, color: 'yellow' },
  fail: { icon: CircleX, color: 'red' },
  inconclusive: { icon: Clock, color: 'blue' },
  skipped: { icon: Minus, color: 'gray' },
  upcoming: { icon: Circle, color: 'gray' },
};

/** The check while it runs, stage by stage, as the news come in. */
export function CheckProgress({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { host, port } = draft.revision.settings;
  const reportId = `draft-${draft.revision.number}-${draft.run}`;
  const progress = useCheckProgress(reportId);
  const stages = stagesOf(progress);
  const running = progress?.stage ?? null;
  return (
    <Card withBorder padding="lg">
      <Stack>
        <Title order={2}>{t('admin.checking.title')}</Title>
        <Text>{t('admin.checking.text', { server: `${host}:${port}` })}</Text>
        <ol className={classes['stages']} aria-label={t('admin.checking.stages')}>
          {stages.map(({ stage, state }) => (
            <li key={stage} className={classes['stage']} data-state={state}>
              <StageIcon state={state} />
              <span>{stageNames[language][stage]}</span>
              <Text span size="sm" c="dimmed">
                {state === 'upcoming' ? '' : t(`admin.checking.states.${state}`)}
              </Text>
            </li>
          ))}
        </ol>
        <Text component="output" size="sm" c="dimmed">
          {running === null
            ? t('admin.checking.waiting')
            : t('admin.checking.now', { stage: stageNames[language][running] })}
        </Text>
        <div>
          <WithdrawButton revision={draft.revision.number} />
        </div>
      </Stack>
    </Card>
  );
}

function StageIcon({ state }: { readonly state: StageState }) {
  if (state === 'running') return <Loader size={18} aria-hidden />;
  const { icon: Icon, color } = icons[state];
  return <Icon size={20} color={`var(--mantine-color-${color}-light-color)`} aria-hidden />;
}
