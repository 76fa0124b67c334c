import { SITE } from '@/config/site';

// A starting point that matches what this code does. Have a lawyer review it before you sell.

export const TERMS = {
  title: 'Terms of Service',
  lead: 'The agreement between you and us, in plain English.',
  contact: 'Questions about these terms? Email us at',
  sections: [
    {
      title: 'The service',
      text: `${SITE.name} creates reports from numbers you paste. The pricing page describes what each plan includes.`,
    },
    {
      title: 'Subscriptions',
      text: 'Your subscription renews automatically at the end of each billing period, at the price you agreed to, until you cancel it on your account page. After you cancel, you keep access until the end of the period you’ve paid for, and you won’t be charged again.',
    },
    {
      title: 'Free trials',
      text: 'A free trial includes everything in the plan. When it ends, we charge the first payment unless you’ve canceled. Each customer gets one free trial.',
    },
    {
      title: 'One-time purchases',
      text: 'A lifetime purchase gives you access to its plan for as long as we offer the service. Credits stay on your account until you use them.',
    },
    {
      title: 'Failed payments',
      text: 'If a payment fails, you keep full access for seven days while we retry it. After that, your account is read-only until the payment goes through.',
    },
    {
      title: 'Billing errors',
      text: 'If you’re charged twice for the same subscription, we cancel the duplicate and refund the payment. If anything else about a payment looks wrong, contact us before you contact your bank. It’s usually faster.',
    },
  ],
} as const;

export const PRIVACY = {
  title: 'Privacy Policy',
  lead: 'What we collect about you, why, and for how long.',
  contact: 'To access, correct, or delete your data, email us at',
  sections: [
    {
      title: 'Your account',
      text: 'We store your email address, the name you or your sign-in provider gave us, and the browsers you’re signed in with, so you can sign in and review your active sessions.',
    },
    {
      title: 'Your numbers',
      text: 'We use the numbers you paste to create your report. We don’t store them or share them with anyone.',
    },
    {
      title: 'Your payments',
      text: 'Our payment provider collects your card details on its own page. We store what you bought, the amount, the date, and the brand and last four digits of your card. The law requires us to keep these records for several years.',
    },
    {
      title: 'Cookies',
      text: 'We use one cookie to keep you signed in and short-lived ones during sign-in. We don’t use advertising or tracking cookies, so there’s no cookie banner.',
    },
    {
      title: 'Sharing',
      text: 'We share data with the payment provider you choose at checkout and with the company that delivers our email. We don’t sell your data.',
    },
  ],
} as const;
