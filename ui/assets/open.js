export default function({ data }) {
  if (!data || !data.url || window.__rapportOpened === data.url) return;
  window.__rapportOpened = data.url;
  location.assign(data.url);
}
