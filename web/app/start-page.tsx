import { Alert, Box, Button, Container, Group, List, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { LogIn, MailCheck, ShieldCheck, TriangleAlert, UserCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'react-router';

import { isErrorCode, type ErrorCode } from '../../domain/errors';
import { useProblemText } from '../shared/api/use-failure-text';
import { Brand } from './shell/brand';
import { ColorSchemeSwitch } from './shell/color-scheme-switch';
import { LanguageSwitch } from './shell/language-switch';
import { loginAddress } from './login-address';

const steps = [
  { key: 'enter', icon: MailCheck },
  { key: 'checked', icon: ShieldCheck },
  { key: 'approved', icon: UserCheck },
] as const;

/** For people who are not logged in: what this is, and how to get in. */
export function StartPage() {
  const { t } = useTranslation();
  return (
    <Box mih="100dvh">
      <Group component="header" justify="space-between" p="md">
        <Brand />
        <Group gap="xs">
          <LanguageSwitch />
          <ColorSchemeSwitch />
        </Group>
      </Group>
      <Container component="main" size="xs" py={40}>
        <Paper withBorder p="xl" shadow="sm">
          <Stack>
            <Title order={1}>{t('app.start.title')}</Title>
            <Text>{t('app.start.text')}</Text>
            <List spacing="xs" center>
              {steps.map(({ key, icon: Icon }) => (
                <List.Item
                  key={key}
                  icon={
                    <ThemeIcon variant="light" radius="xl" aria-hidden>
                      <Icon size={16} />
                    </ThemeIcon>
                  }
                >
                  {t(`app.start.steps.${key}`)}
                </List.Item>
              ))}
            </List>
            <LoginFailure />
            <LoginButton />
          </Stack>
        </Paper>
      </Container>
    </Box>
  );
}

function LoginButton() {
  const { t } = useTranslation();
  return (
    <Button component="a" href={loginAddress(useLocation())} size="md" leftSection={<LogIn size={18} aria-hidden />}>
      {t('app.logIn')}
    </Button>
  );
}

/** What the identity provider's answer came to, where it was no login. */
function LoginFailure() {
  const [query] = useSearchParams();
  const code = query.get('login') ?? '';
  return isErrorCode(code) ? <LoginProblem code={code} /> : null;
}

function LoginProblem({ code }: { readonly code: ErrorCode }) {
  const { title, advice } = useProblemText()(code);
  return (
    <Alert role="alert" color="red" title={title} icon={<TriangleAlert aria-hidden />}>
      {advice}
    </Alert>
  );
}
