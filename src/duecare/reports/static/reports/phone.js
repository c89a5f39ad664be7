// The phone's own time goes along; it is shown beside the time of receipt and decides nothing.
document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("input[name=phone_at]");
  if (field) field.value = new Date().toISOString();
});
