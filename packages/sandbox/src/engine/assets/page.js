// Progressive enhancement: every page works without this file.

// Clicking a test card fills the form without reloading the page.
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[data-fill]') : null;
  if (!link || event.metaKey || event.ctrlKey) return;
  const number = document.querySelector('input[name="card_number"]');
  const code = document.querySelector('input[name="card_cvc"]');
  if (!(number instanceof HTMLInputElement) || !(code instanceof HTMLInputElement)) return;
  event.preventDefault();
  number.value = link.getAttribute('data-fill') ?? '';
  code.value = link.getAttribute('data-cvc') ?? '';
  for (const other of document.querySelectorAll('a[data-fill]')) other.removeAttribute('aria-current');
  link.setAttribute('aria-current', 'true');
  link.closest('details')?.removeAttribute('open');
  number.focus();
});

// A form is only submitted once; the button shows that it is pending.
document.addEventListener('submit', (event) => {
  const { target, submitter } = event;
  if (!(target instanceof HTMLFormElement) || target.method === 'get') return;
  if (target.dataset.sent) return event.preventDefault();
  target.dataset.sent = 'yes';
  submitter?.setAttribute('aria-busy', 'true');
});

// After navigating back, the form can be submitted again.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) form.removeAttribute('data-sent');
  for (const button of document.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
});

// Keeps the clock on the control page running.
for (const clock of document.querySelectorAll('time[data-ticking]')) {
  const start = Date.parse(clock.getAttribute('datetime') ?? '');
  const loaded = performance.now();
  const show = () => {
    const [day, time] = new Date(start + performance.now() - loaded).toISOString().split(/[T.]/);
    const dayElement = clock.querySelector('.day');
    const timeElement = clock.querySelector('.time');
    if (dayElement)
      dayElement.textContent = new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
        weekday: 'short',
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      });
    if (timeElement) timeElement.textContent = `${time} UTC`;
  };
  setInterval(show, 1000);
}

// On a phone the navigation can be wider than the screen: scrolls to the current page's link.
document.querySelector('.bar nav [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
