export default function({ data }) {
  if (!data || !data.url || window.__rapportPosted === data.nonce) return;
  window.__rapportPosted = data.nonce;
  const done = () => location.reload();
  fetch(data.url, { method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json' },
    body: data.body }).then(done, done);
}
