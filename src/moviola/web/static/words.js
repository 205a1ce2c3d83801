// What the page says, in the reader's language.

const WORDS = {
  en: {
    ask: "What would you like to see?",
    lede: "A face, a place, a still that comes alive. Say it in a sentence.",
    projects: "Projects", fresh: "New", none: "No projects yet", untitled: "Untitled",
    attach: "Attach a file", send: "Send", stop: "Stop", format: "Format", export: "Export",
    placeholder: "Describe it, or change it…",
    examples: [
      "A weathered sea captain in his sixties with a grey beard, slow push in, he breathes, calm piano, title ‘The Captain’",
      "Sunset over a mountain lake, ten seconds",
      "Portrait of a young woman with curly red hair, smiling",
    ],
    thinking: "Thinking", queued: "Waiting for the work before it", exporting: "Exporting", download: "Download",
    save: "Save", uploading: "Uploading", lost: "The connection was lost. Trying again…",
    down: "The server does not answer. Check that it is running, then reload this page.",
    picture: "Picture", music: "Sound", title: "Title", timeline: "Timeline",
    tokens: "Tokens",
    tokensLede: "A program sends a token in the header Authorization: Bearer. This makes one that is good for seven days.",
    makeToken: "Make a token",
    once: "It is shown this once. Keep it where only your program reads it, and never put it in an address.",
    tools: {
      make_portrait: "Painting the face", edit_portrait: "Changing the face", make_image: "Building the place",
      make_clip: "Building the place", animate: "Bringing it to life", set_music: "Composing music",
      second_stage: "Adding music and title", export: "Exporting", add_title: "Setting the title",
    },
  },
  zh: {
    ask: "想看见什么？",
    lede: "一张面孔，一处风景，一幅活起来的画面。一句话就够了。",
    projects: "项目", fresh: "新建", none: "还没有项目", untitled: "未命名",
    attach: "添加文件", send: "发送", stop: "停止", format: "格式", export: "导出",
    placeholder: "描述它，或者说说想改哪里……",
    examples: [
      "饱经风霜的老船长，六十多岁，灰白胡子，镜头慢慢推近，他在呼吸，平静的钢琴曲，标题“船长”",
      "山间湖面上的日落，十秒",
      "一位红色卷发的年轻女子，面带微笑",
    ],
    thinking: "正在思考", queued: "等前面的工作完成", exporting: "正在导出", download: "下载",
    save: "保存", uploading: "正在上传", lost: "连接断开，正在重试……",
    down: "服务器没有回应。请确认它在运行，然后刷新本页。",
    picture: "画面", music: "声音", title: "标题", timeline: "时间线",
    tokens: "令牌",
    tokensLede: "程序在请求头 Authorization: Bearer 里发送令牌。这里可以生成一个，七天内有效。",
    makeToken: "生成令牌",
    once: "令牌只显示这一次。请保存在只有您的程序能读到的地方，不要放进网址里。",
    tools: {
      make_portrait: "正在画肖像", edit_portrait: "正在修改面孔", make_image: "正在搭建场景",
      make_clip: "正在搭建场景", animate: "正在让画面动起来", set_music: "正在作曲",
      second_stage: "正在加配乐和标题", export: "正在导出", add_title: "正在加标题",
    },
  },
};

export const language = (navigator.language || "en").toLowerCase().startsWith("zh") ? "zh" : "en";
export const words = WORDS[language];

/** Put the reader's language into every element that names what it says. */
export function speak() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = words[element.dataset.say];
}

/** What a tool is doing, for people. */
export function doing(tool) {
  return words.tools[tool] || words.thinking;
}
