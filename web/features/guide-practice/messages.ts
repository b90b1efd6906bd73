export const messages = {
  zh: {
    title: '练习：十一个社区改划为十九个',
    open: '打开练习引导',
    close: '关闭练习引导',
    all: '全部步骤',
    done: '已完成',
    step: {
      make: {
        title: '新建一个方案',
        text: '点“新建方案”，起个名字，“划什么”选社区，范围不选就是全县。已有方案就打开它。',
      },
      propose: {
        title: '请机器提出十九个社区的划法',
        text: '在“提案”里把社区数目改成 19，点“开始找方案”。',
        action: '替我填好',
      },
      look: {
        title: '看一看、比一比',
        text: '每种划法各有所长：改动最少、最匀、最紧凑。点“在地图上预览”，方案本身不变。',
        action: '打开提案',
      },
      adopt: { title: '采用一种', text: '点“采用”，整个方案一步改好；按 Ctrl+Z 可以退回。', action: '打开提案' },
      adjust: {
        title: '用画笔修一修',
        text: '从一个社区按下，涂过旁边的街坊，就划了过来。',
        action: '拿起画笔',
      },
      rules: {
        title: '让硬性规则都满足',
        text: '看“绘制”里的规则：不满足的可以查看位置，多数能一键修补。',
        action: '看规则',
      },
      submit: { title: '提交审批', text: '点“提交审批”。绘制随之冻结，交给审批人。' },
      approve: {
        title: '换审批人来审核',
        text: '在右上角账号里换成审批人，打开这个方案，在“改动”里与现行区划比一比，再批准。',
      },
      publish: { title: '定好日期发布', text: '仍由审批人点“发布”，看过代码和遗留事项，定生效日期。' },
    },
    finished: {
      title: '都做完了',
      text: '从生效那天起，地图就是十九个社区；右上角的日历可以看改划前后。问号随时打开引导。',
    },
  },
  en: {
    title: 'Practice: eleven communities become nineteen',
    open: 'Open the practice guide',
    close: 'Close the practice guide',
    all: 'All steps',
    done: 'done',
    step: {
      make: {
        title: 'Make a plan',
        text: 'Press “New plan”, name it, choose communities; with no area chosen it is the whole county. Or open one.',
      },
      propose: {
        title: 'Let the machine propose nineteen communities',
        text: 'Under “Proposals” set the number to 19 and press “Look for proposals”.',
        action: 'Fill it in for me',
      },
      look: {
        title: 'Look and compare',
        text: 'Each is best at something: least change, most even, most compact. Previewing one leaves the plan as it is.',
        action: 'Open the proposals',
      },
      adopt: {
        title: 'Adopt one',
        text: 'Press “Adopt”: the whole plan changes in one step, and Ctrl+Z takes it back.',
        action: 'Open the proposals',
      },
      adjust: {
        title: 'Touch it up with the brush',
        text: 'Press inside a community and paint over the blocks beside it: they become its own.',
        action: 'Take the brush',
      },
      rules: {
        title: 'Have every hard rule kept',
        text: 'See the rules under “Draw”: each that fails shows where, and most can be mended with a press.',
        action: 'See the rules',
      },
      submit: { title: 'Submit it', text: 'Press “Submit”. It is frozen then and goes to the approver.' },
      approve: {
        title: 'Let the approver review it',
        text: 'Change to the approver in the account menu, open the plan, compare it under “Changes”, and approve it.',
      },
      publish: {
        title: 'Publish it for a date',
        text: 'Still as the approver: press “Publish”, look at codes and what is left behind, and set the date.',
      },
    },
    finished: {
      title: 'All done',
      text: 'From its date on the map shows nineteen communities; the calendar at the top shows it before and after.',
    },
  },
};
