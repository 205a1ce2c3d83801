// Makes a token for a program, on request.

import { newToken } from "./wire.js";
import { speak, words } from "./words.js";

speak();
document.title = `${words.tokens} · Moviola`;
document.getElementById("make").addEventListener("click", async () => {
  const shown = document.getElementById("token");
  try {
    shown.textContent = await newToken();
    document.getElementById("once").hidden = false;
  } catch (error) {
    shown.textContent = error.message;
  }
  shown.hidden = false;
});
