"""Click in Chinese: headings, help option, and what it says of wrong usage."""

import click


class ChineseCommand(click.Command):
    """A command whose help has Chinese headings."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The pieces of the usage line, in Chinese."""
        said = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}
        return [said.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help with a Chinese line."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助并退出。"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options under a Chinese heading."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        if records:
            with formatter.section("选项"):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class ChineseGroup(ChineseCommand, click.Group):
    """A group of commands with Chinese headings; subcommands and subgroups are Chinese too."""

    command_class = ChineseCommand
    group_class = type

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The subcommands under a Chinese heading."""
        commands = [(n, c) for n in self.list_commands(ctx) if (c := self.get_command(ctx, n))]
        if commands:
            with formatter.section("命令"):
                formatter.write_dl([(n, c.get_short_help_str(60)) for n, c in commands])


def explain(error: click.ClickException) -> str:
    """What was wrong with the usage, and where help is."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f"\n用法见：{context.command_path} --help" if context else ""
    return _said(error) + hint


def _said(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            return f"没有这个选项：{error.option_name}"
        case click.MissingParameter():
            return f"缺少参数：{_parameter(error)}"
        case click.BadParameter():
            return f"参数不对：{_parameter(error)}：{_wanted(error)}"
        case click.BadOptionUsage():
            return f"选项用法不对：{error.option_name}"
        case click.FileError():
            return f"文件无法打开：{error.ui_filename}"
        case _:
            return _plain(error.message)


def _parameter(error: click.BadParameter) -> str:
    if error.param is None:
        return error.param_hint if isinstance(error.param_hint, str) else ""
    return error.param.get_error_hint(error.ctx) if error.ctx else (error.param.name or "")


def _wanted(error: click.BadParameter) -> str:
    """What may be given; the types of click say it in English."""
    match error.param.type if error.param else None:
        case click.IntRange(min=least, max=most):
            return f"应为 {least} 至 {most} 的整数"
        case click.FloatRange(min=least, max=most):
            return f"应为 {least} 至 {most} 的数"
        case click.types.IntParamType():
            return "应为整数"
        case click.Choice(choices=choices):
            return f"只能是：{'、'.join(map(str, choices))}"
        case _:
            return error.message


_NO_COMMAND = "No such command "
_EXTRA = "Got unexpected extra argument"


def _plain(message: str) -> str:
    if message.startswith(_NO_COMMAND):
        return "没有这个命令：" + message.removeprefix(_NO_COMMAND).split("'")[1]
    if message.startswith(_EXTRA):
        return "多出了参数：" + message.partition("(")[2].rpartition(")")[0]
    return message
