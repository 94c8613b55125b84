import { Avatar, Button, Popover, Text, UnstyledButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { bodyOf } from '../../../client';
import { api } from '../../shared/api/api';
import { useMe } from '../../shared/api/me';

export function UserMenu() {
  const { t } = useTranslation();
  const { name, email, subject, roles } = useMe();
  const shown = name ?? email ?? subject;
  const logOut = useMutation({
    mutationFn: async () => bodyOf(api.POST('/auth/logout')),
    onSuccess: ({ logoutUrl }) => window.location.assign(logoutUrl ?? '/'),
  });
  return (
    <Popover position="bottom-end" width={260} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton aria-label={t('app.account', { name: shown })}>
          <Avatar color="petrol" radius="xl" size={36} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
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
      </Popover.Dropdown>
    </Popover>
  );
}
