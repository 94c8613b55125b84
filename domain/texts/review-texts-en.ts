import type { ReviewTexts } from './review-text';

/** What reviewers and, in the case of reasons, customers read. */
export const englishReviewTexts: ReviewTexts = {
  risks: {
    NEW_SENDER_DOMAIN: {
      title: 'New sender domain',
      meaning: 'Nothing was ever approved for this organization with this domain.',
    },
    FOREIGN_SENDER_DOMAIN: {
      title: 'Different sender domain',
      meaning: 'The sender belongs to another domain than the organization’s address on record.',
    },
    FREE_MAIL_SENDER: {
      title: 'Free mailbox as sender',
      meaning: 'Anybody gets a mailbox under this domain; it proves no connection with the organization.',
    },
    CONSUMER_ADDRESS: {
      title: 'Household connection',
      meaning: 'The name of the server’s address reads like a household’s line. Such mail often ends up as spam.',
    },
    CERTIFICATE_ENDS_SOON: {
      title: 'Certificate ends soon',
      meaning: 'The server’s certificate is valid for less than 30 days.',
    },
    DMARC_FAILING: {
      title: 'DMARC not satisfied',
      meaning: 'The DMARC policy is broken, or neither SPF nor DKIM can satisfy it.',
    },
    OWN_CERTIFICATE_TRUST: {
      title: 'Own certificate',
      meaning: 'No public authority vouches for the certificate, but only the organization itself.',
    },
    SENDER_DOMAIN_USED_ELSEWHERE: {
      title: 'Sender domain of another organization',
      meaning:
        'Another organization sends, or is about to send, under the same domain. Ask which of them it belongs to.',
    },
    SERVER_USED_ELSEWHERE: {
      title: 'Server of another organization',
      meaning: 'Another organization uses, or is about to use, the same server. That may be a common provider.',
    },
    REPORT_MISSING: {
      title: 'Check report missing',
      meaning: 'The report is not stored any more. Ask for a new check before you approve.',
    },
  },
  checklist: {
    REPORT_READ: 'I have read the check report, its warnings included.',
    SENDER_BELONGS_TO_ORGANIZATION: 'The sender’s address and name belong to this organization.',
    SERVER_BELONGS_TO_ORGANIZATION: 'The server is the organization’s own, or its chosen provider’s.',
    CHANGES_COMPARED: 'I have looked at what changes against the active revision.',
    RISKS_WEIGHED: 'I have weighed the hints and can answer for them.',
  },
  reasons: {
    SENDER_DOMAIN_UNPROVEN:
      'We could not see that the domain of the sender address belongs to your company. Please use an address of your own domain.',
    FREE_MAIL_SENDER:
      'The sender address belongs to a free mailbox. Please use an address of your company, so that recipients trust your messages.',
    SENDER_NAME_MISLEADING:
      'The sender name does not tell that the messages come from your company. Please choose the name that your recipients know you by.',
    PERSONAL_MAILBOX:
      'The login seems to be that of one person’s mailbox. Please set up an account of its own for sending, so that it does not depend on that person.',
    DNS_RECORDS_MISSING:
      'The domain lacks records without which your messages often end up as spam (SPF, DKIM or DMARC). The check report names them; please add the records and have them checked again.',
    CERTIFICATE_ENDS_SOON:
      'The certificate of your server ends soon. Please renew it, so that sending is not interrupted.',
    HOST_NOT_FOR_SENDING:
      'The given server is not meant for sending. Please enter the outgoing server (SMTP) of your provider.',
    SENDER_OF_ANOTHER_COMPANY: 'The sender address belongs to another company. We cannot approve that.',
    CONSUMER_CONNECTION:
      'The server stands on a household’s Internet connection. Many recipients refuse messages from there, so we cannot approve it.',
    NOT_ORDERED:
      'The own mail server has not been ordered for your organization. Please turn to your contact person with us.',
  },
};
