import { ActionIcon, Button, Paper, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { LogOut, UserRound } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

import { bodyOf } from '../../../client';
import { api } from '../../shared/api/api';
import { useMe } from '../../shared/api/me';
import classes from './shell.module.css';

/** Who is logged in, and the way out: the browser's own popover, which brings closing and the keyboard with it. */
export function UserMenu() {
  const { t } = useTranslation();
  const { name, email, subject, roles } = useMe();
  const id = useId();
  const shown = name ?? email ?? subject;
  const logOut = useMutation({
    mutationFn: async () => bodyOf(api.POST('/auth/logout')),
    onSuccess: ({ logoutUrl }) => window.location.assign(logoutUrl ?? '/'),
  });
  return (
    <>
      <ActionIcon
        variant="light"
        radius="xl"
        size={36}
        aria-label={t('app.account', { name: shown })}
        popoverTarget={id}
      >
        <UserRound size={20} aria-hidden />
      </ActionIcon>
      <Paper id={id} popover="auto" withBorder shadow="md" p="md" className={classes['account'] ?? ''}>
        <Text fw={600}>{shown}</Text>
        <Text size="sm" c="dimmed" mb="sm">
          {roles.map((role) => t(`app.roles.${role}`)).join(', ')}
        </Text>
        <Button
          variant="default"
          fullWidth
          loading={logOut.isPending}
          leftSection={<LogOut size={16} aria-hidden />}
          onClick={() => logOut.mutate()}
        >
          {t('app.logOut')}
        </Button>
      </Paper>
    </>
  );
}
