import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';

interface OrganizationLinkProps {
  readonly organizationId: string;
  /** Null where the product has not told a name. */
  readonly name: string | null;
}

/** An organization by its name, with the id that logs and workflows call it by. */
export function OrganizationLink({ organizationId, name }: OrganizationLinkProps) {
  return (
    <>
      <Anchor component={Link} to={`/ops/organizations/${encodeURIComponent(organizationId)}`} fw={600}>
        {name ?? organizationId}
      </Anchor>
      {name !== null && (
        <Text size="xs" c="dimmed">
          {organizationId}
        </Text>
      )}
    </>
  );
}
