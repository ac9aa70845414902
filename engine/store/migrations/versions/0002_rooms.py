"""Live rooms: a room, its rounds, and who sits in it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table('room',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=True),
    sa.Column('context_id', sa.String(length=64), nullable=False),
    sa.Column('activity', sa.String(length=64), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('paper', sa.Text(), nullable=False),
    sa.Column('pin', sa.String(length=8), nullable=True),
    sa.Column('pin_failures', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['context_id'], ['context.id'], name=op.f('fk_room_context_id')),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_room_release_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room')),
    sa.UniqueConstraint('code', name=op.f('uq_room_code'))
    )
    op.create_table('live_round',
    sa.Column('room_id', sa.String(length=64), nullable=False),
    sa.Column('slot', sa.Integer(), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deadline', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revealed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_live_round_room_id')),
    sa.PrimaryKeyConstraint('room_id', 'slot', name=op.f('pk_live_round'))
    )
    op.create_table('seat',
    sa.Column('room_id', sa.String(length=64), nullable=False),
    sa.Column('subject_id', sa.String(length=64), nullable=False),
    sa.Column('attempt_id', sa.String(length=64), nullable=False),
    sa.Column('nickname', sa.String(length=80), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_seat_attempt_id')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_seat_room_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_seat_subject_id')),
    sa.PrimaryKeyConstraint('room_id', 'subject_id', name=op.f('pk_seat')),
    sa.UniqueConstraint('room_id', 'nickname', name=op.f('uq_seat_room_id_nickname'))
    )
