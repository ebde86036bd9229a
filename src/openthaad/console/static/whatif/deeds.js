// What is done with a plan: saved as a file, shared as a link, played as an engagement.
import { get, post, postForText } from "../api.js";
import { make } from "../dom.js";
import { isLong } from "../packed.js";
import { sentence } from "../words.js";

const LOOK_MS = 700; // between two looks at an engagement that is played

// `say` takes text or nodes.
export async function save(plan, say) {
  try {
    const text = await postForText("scenarios/file", plan.asked());
    const name = /^name = "([^"]+)"/m.exec(text)?.[1] ?? plan.scenario.name;
    const href = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
    make("a", { href, download: `${name}.toml` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
    const command = `thaad run ${name}.toml --seed ${plan.seed}`;
    say(`Saved as ${name}.toml. In the folder where you saved it, play it with: ${command}`);
  } catch (error) {
    say(sentence(error.message));
  }
}

export async function share(plan, say) {
  const kept = plan.file ? "Link copied; it contains your file." : "Link copied.";
  const warning = " It is long, and some programs cut long links: the file is safer.";
  try {
    await navigator.clipboard.writeText(location.href);
    say(kept + (isLong(location.href) ? warning : ""));
  } catch {
    say("Copy the address of this page: it contains everything.");
  }
}

export async function play(plan, say) {
  const { seed } = plan;
  say("Playing the engagement.");
  try {
    const job = await played(plan, say);
    if (job.state === "failed") {
      say(sentence(`It could not be played: ${job.message}`));
      return;
    }
    const href = `#view=replay&run=${encodeURIComponent(job.run)}`;
    say(`Played with seed ${seed}. `, make("a", { href }, "See the replay"));
  } catch (error) {
    say(sentence(error.message));
  }
}

async function played(plan, say) {
  let job = await post("jobs", { change: plan.asked(), seed: plan.seed });
  while (job.state === "waiting" || job.state === "running") {
    await new Promise((done) => {
      setTimeout(done, LOOK_MS);
    });
    job = await get(`jobs/${job.id}`);
    const playing = `Playing the engagement, ${Math.round(job.elapsed_s)} s so far.`;
    say(job.state === "waiting" ? "Waiting for other engagements to end." : playing);
  }
  return job;
}
