import { NavLink, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { NavLink as RouterLink, useMatch } from 'react-router';

import { bodyOf } from '../../../client';
import { api } from '../../shared/api/api';
import { useMe } from '../../shared/api/me';
import { sectionsFor, type Section } from '../sections';

/** The views that a person may see, by what they come for. */
export function Navigation() {
  const me = useMe();
  return sectionsFor(me).map((section) => <SectionLinks key={section.key} section={section} />);
}

function SectionLinks({ section }: { readonly section: Section }) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm" c="dimmed" fw={600} px="sm" mt="sm" mb={4}>
        {section.organizationId === null ? (
          t(`app.sections.${section.role}`)
        ) : (
          <OrganizationName organizationId={section.organizationId} />
        )}
      </Text>
      {section.links.map(({ to, label, icon: Icon, hasPages = false }) => (
        <ViewLink
          key={to}
          to={to}
          isExact={!hasPages}
          label={t(`app.views.${label}`)}
          icon={<Icon size={18} aria-hidden />}
        />
      ))}
    </>
  );
}

/** The name that the product knows; the id until it is there. */
function OrganizationName({ organizationId }: { readonly organizationId: string }) {
  const { data } = useQuery({
    queryKey: ['organization', organizationId, 'profile'],
    queryFn: async ({ signal }) =>
      bodyOf(api.GET('/v1/organizations/{organizationId}', { params: { path: { organizationId } }, signal })),
  });
  return data?.profile?.name ?? organizationId;
}

interface ViewLinkProps {
  readonly to: string;
  readonly isExact: boolean;
  readonly label: string;
  readonly icon: React.ReactNode;
}

function ViewLink({ to, isExact, label, icon }: ViewLinkProps) {
  const isHere = useMatch({ path: to, end: isExact }) !== null;
  return (
    <NavLink
      component={RouterLink}
      to={to}
      end={isExact}
      label={label}
      leftSection={icon}
      active={isHere}
      fw={isHere ? 600 : 400}
    />
  );
}
