// Prints the requests of one page: it is seen, the visitor goes on inside the page, is identified, and does something.
import { Browser } from "./page.mjs";

const page = new Browser().open("https://www.shop.example/", { referrer: "https://www.google.com/" });
page.push("setPath", "/about");
page.push("identify", { email: "ada@example.com" });
page.push("trackPageView");
page.push("trackCustomBehavioralEvent", { name: "pe10000001_bought", properties: { colour: "red" } });
for (const { url } of page.requests) console.log(url.pathname + url.search);
